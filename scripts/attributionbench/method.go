package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"math"

	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/scripts/attributionbench/logit"
)

//go:embed method.json
var methodTable []byte

// method is the table that the method starts with: the mean of the prior, so that
// fitting twice gives what fitting once gives.
type method struct {
	Classes        map[evidence.Class]float64 `json:"classes"`
	CustodyMissing float64                    `json:"custody_missing"`
	Hub            float64                    `json:"hub"`
	Counterparties float64                    `json:"counterparties"`
	Temperature    float64                    `json:"temperature"`
	Bonus          float64                    `json:"bonus"`
	Uncovered      float64                    `json:"uncovered"`
	Guard          float64                    `json:"guard"` // of two parties, nats; calibrated only
}

func readMethod() (method, error) {
	var m method
	if err := json.Unmarshal(methodTable, &m); err != nil {
		return m, fmt.Errorf("method.json: %w", err)
	}
	return m, nil
}

// Names of what is fitted beside the terms of the score.
const (
	nameTemperature = "temperature"
	nameBonus       = "bonus of the unknown"
	nameUncovered   = "where nobody covers all"
)

// parameters are the weights of the score, then the temperature and what speaks for
// the unknown. sigma is the width of the prior as a multiple of its mean, coolest
// the lowest temperature.
func (m method) parameters(sigma, coolest float64) (list []logit.Parameter, temperature int) {
	add := func(name string, mean, low, high float64) {
		list = append(list, logit.Parameter{Name: name, Mean: mean, Sigma: sigma * mean, Low: low, High: high})
	}
	for _, c := range evidence.Classes() {
		if c != evidence.ClassListing {
			add(string(c), m.Classes[c], 0, 1)
		}
	}
	add(attribution.TermMissing, m.CustodyMissing, 0, 1)
	add(attribution.TermHub, m.Hub, 0, 1)
	add(attribution.TermCounterparties, m.Counterparties, 0, 1)
	temperature = len(list)
	add(nameTemperature, m.Temperature, coolest, 5)
	add(nameBonus, m.Bonus, 0, 5)
	add(nameUncovered, m.Uncovered, 0, 5)
	return list, temperature
}

// put returns weights with fitted values in their places, rounded to a thousandth.
func put(w attribution.Weights, list []logit.Parameter, values []float64) attribution.Weights {
	w.Classes = maps.Clone(w.Classes)
	for i, p := range list {
		v := math.Round(values[i]*1000) / 1000
		switch p.Name {
		case attribution.TermMissing:
			w.CustodyMissing = v
		case attribution.TermHub:
			w.Hub.Weight = v
		case attribution.TermCounterparties:
			w.Counterparties.Weight = v
		case nameTemperature:
			w.Prior.Temperature = v
		case nameBonus:
			w.Prior.Bonus = v
		case nameUncovered:
			w.Prior.Uncovered = v
		default:
			c := w.Classes[evidence.Class(p.Name)]
			c.W = v
			w.Classes[evidence.Class(p.Name)] = c
		}
	}
	return w
}
