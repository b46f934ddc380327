package identify

import (
	"fmt"
	"slices"
	"strings"

	"evscan/evidence"
)

// language is one programming or markup language. No line proves it; the lines that
// begin as its statements do are weighed against those of the others.
type language struct {
	id, mime, exts string
	programs       string   // names behind #! that run it
	clues          []string // a weight from 1 to 9, a blank, how a line begins, and behind … how it ends
}

const (
	certain = 9 // weight of clues from which a language is believed without its extension
	margin  = 4 // by which it must outweigh the next then
)

// languages is in probe order, which only decides between equal weights.
func languages() []language {
	return []language{
		{"shell", "application/x-sh", "sh bash zsh ksh csh profile bashrc command", "sh bash zsh ksh dash ash csh tcsh fish busybox", []string{"3 if [", "3 fi", "2 done", "2 esac", "3 case …in", "3 for …; do", "3 while …; do", "2 export ", "2 echo \"$", "2 source ", "1 echo ", "3 set -e", "2 local ", "2 sudo ", "2 apt-get ", "3 then"}},
		{"powershell", "text/x-powershell", "ps1 psm1 psd1", "pwsh powershell", []string{"4 param(", "3 Param(", "3 [CmdletBinding(", "5 [Parameter(", "3 Write-Host ", "3 Write-Output ", "3 Import-Module ", "3 Get-", "3 Set-", "3 New-", "2 $_.", "3 function …-", "3 .SYNOPSIS", "4 <#", "2 $", "4 Add-Type ", "3 ForEach-Object"}},
		{"batch", "application/x-bat", "bat cmd btm", "", []string{"9 @echo off", "6 @ECHO ", "6 @Echo ", "3 rem ", "3 REM ", "3 setlocal", "3 SETLOCAL", "4 if not exist ", "4 IF NOT EXIST ", "3 if exist ", "3 goto ", "3 GOTO ", "3 set /a ", "2 set …%", "3 call :", "3 for /f ", "3 FOR /F ", "3 net use ", "2 pause", "2 echo off", "2 xcopy ", "2 ::", "2 cd /d "}},
		{"vbscript", "text/x-vbscript", "vbs vbe wsf", "", []string{"4 Set …CreateObject(", "5 WScript.", "5 Wscript.", "3 On Error Resume Next", "3 Option Explicit", "2 Dim ", "3 MsgBox ", "2 End If", "2 End Sub", "3 Set fso ", "3 Set obj"}},
		{"vb", "text/x-vbasic", "vb bas frm cls vba ctl", "", []string{"6 Attribute VB_", "5 VERSION 5.00", "4 Private Sub ", "4 Public Sub ", "4 Public Class ", "4 Imports System", "3 Public Function ", "3 Private Function ", "2 Dim …As", "3 Option Explicit", "3 End Sub", "3 End Function", "2 End If", "4 Inherits "}},
		{"python", "text/x-python", "py pyw pyi py3 wsgi", "python python2 python3 pypy", []string{"5 from …import", "3 import ", "4 def …:", "4 class …:", "4 if __name__ ", "3 elif …:", "3 except…:", "2 try:", "2 else:", "2 for …:", "2 with …:", "2 @property", "2 raise ", "2 print(", "3 async def "}},
		{"ruby", "text/x-ruby", "rb rake gemspec ru", "ruby jruby rake", []string{"3 require '", "3 require \"", "3 require_relative ", "2 module ", "2 end", "3 attr_accessor ", "3 attr_reader ", "3 describe …do", "2 def ", "2 puts ", "3 class …<", "4 # frozen_string_literal", "3 gem '", "3 source 'https:"}},
		{"perl", "text/x-perl", "pl pm pod t cgi", "perl perl5", []string{"5 use strict;", "5 use warnings;", "3 my $", "3 my @", "3 my %", "3 sub …{", "4 package …;", "3 use …;", "3 our $", "2 =head1", "2 foreach my ", "2 print \""}},
		{"php", "text/x-php", "php php3 php4 php5 phtml phps inc", "php", []string{"9 <?php", "9 <?=", "4 namespace …;", "3 $this->", "3 public function ", "3 private function ", "2 require_once", "2 include_once", "3 use …\\"}},
		{"jsp", "text/x-jsp", "jsp jspx jspf tag", "", []string{"9 <%@ page ", "9 <%@page ", "9 <%@ taglib ", "6 <%@ include ", "5 <jsp:"}},
		{"aspx", "text/aspdotnet", "aspx ascx asax ashx asmx master", "", []string{"9 <%@ Page ", "9 <%@ Control ", "9 <%@ Master ", "9 <%@ WebHandler ", "9 <%@ WebService ", "9 <%@ Application ", "6 <asp:"}},
		{"asp", "text/asp", "asp", "", []string{"9 <%@ Language", "9 <%@ LANGUAGE", "9 <%@LANGUAGE", "6 <% Option Explicit", "4 Response.Write", "5 <% Response."}},
		{"coldfusion", "text/x-coldfusion", "cfm cfc cfml", "", []string{"6 <cfset ", "6 <cfcomponent", "6 <cfquery ", "6 <cfif ", "6 <cfoutput", "6 <cfparam "}},
		{"vue", "text/x-vue", "vue", "", []string{"5 <template>", "4 <script setup", "2 <script>", "3 export default {", "3 <style scoped"}},
		{"svelte", "text/x-svelte", "svelte", "", []string{"4 {#if ", "4 {#each ", "4 {/if}", "4 {/each}", "2 <script lang=", "3 export let "}},
		{"javascript", "text/javascript", "js mjs cjs es jsm jse", "node nodejs deno bun", []string{"4 'use strict'", "4 \"use strict\"", "4 module.exports", "3 exports.", "3 const …require(", "4 var …require(", "3 import …from", "3 import …';", "3 import …\";", "3 export default ", "3 export function ", "2 const …;", "2 let …;", "2 var …;", "3 function …{", "2 document.", "3 $(document)", "3 window.", "3 (function", "3 !function", "2 });", "3 console.log(", "2 async function ", "3 define([", "2 return …;", "3 jQuery(", "3 $("}},
		{"typescript", "text/x-typescript", "ts tsx mts cts", "ts-node", []string{"4 interface …{", "4 export interface ", "4 export type ", "3 export enum ", "3 declare ", "4 import type ", "3 import …from", "3 import …';", "3 type …;", "4 @Component(", "4 @Injectable(", "3 private readonly ", "2 export class ", "3 export const ", "3 constructor(private "}},
		{"jsx", "text/jsx", "jsx", "", []string{"5 import React", "3 return (", "2 <div", "3 export default "}},
		{"java", "text/x-java-source", "java", "", []string{"6 import java.", "6 import javax.", "4 import org.", "4 import com.", "4 package …;", "4 public class ", "4 public interface ", "4 public enum ", "3 @Override", "3 public static void main", "2 private …;", "3 public abstract class ", "3 @Autowired", "2 public …{"}},
		{"kotlin", "text/x-kotlin", "kt kts", "kotlin", []string{"4 fun …{", "4 data class ", "3 val ", "4 import kotlin", "2 import java.", "3 override fun ", "3 companion object", "2 var ", "3 private val ", "3 package …a"}},
		{"scala", "text/x-scala", "scala sc", "scala", []string{"4 object …{", "4 case class ", "3 def …= {", "3 def …=", "4 import scala.", "3 trait …{", "2 val ", "3 override def "}},
		{"groovy", "text/x-groovy", "groovy gradle gvy jenkinsfile", "groovy", []string{"5 apply plugin:", "5 plugins {", "4 dependencies {", "4 repositories {", "4 pipeline {", "4 buildscript {", "3 implementation '", "3 def …="}},
		{"c-header", "text/x-chdr", "h hh hpp hxx h++ inl", "", []string{"4 #ifndef …_H", "4 #ifndef …_H_", "5 #ifndef …_H__", "3 #pragma once", "3 extern ", "2 typedef ", "1 #ifndef ", "2 #define ", "2 #endif", "1 #include"}},
		{"objective-c", "text/x-objcsrc", "m mm", "", []string{"6 @interface ", "6 @implementation ", "4 @property (", "4 @property(", "3 #import <", "3 #import \"", "3 @end", "3 - (", "3 + (", "3 @protocol "}},
		{"c", "text/x-csrc", "c pc ec ino", "", []string{"4 #include <stdio.h>", "4 #include <stdlib.h>", "4 #include <string.h>", "4 #include <unistd.h>", "3 #include <…h>", "3 #include \"…h\"", "3 int main", "2 static …{", "2 static …;", "2 #define ", "2 struct …{", "2 typedef struct", "2 void …{", "1 #ifdef ", "1 #endif", "2 int …{"}},
		{"cpp", "text/x-c++src", "cpp cc cxx c++ cp ipp tpp cu", "", []string{"5 #include <iostream>", "5 #include <vector>", "5 #include <string>", "5 #include <memory>", "5 #include <map>", "4 #include <algorithm>", "3 #include <…>", "2 #include \"…\"", "5 using namespace ", "4 namespace …{", "4 template<", "4 template <", "3 class …{", "3 public:", "3 private:", "3 std::", "2 virtual ", "1 int main", "2 #include …hpp\""}},
		{"csharp", "text/x-csharp", "cs csx", "", []string{"6 using System;", "5 using System.", "4 using Microsoft.", "4 namespace ", "3 public class ", "3 internal class ", "3 public static class ", "3 [assembly:", "3 private readonly ", "2 public …{ get; set; }", "3 #region", "3 public partial class "}},
		{"fsharp", "text/x-fsharp", "fs fsx fsi", "", []string{"4 open System", "3 let …=", "3 module ", "3 [<EntryPoint>]", "3 type …="}},
		{"go", "text/x-go", "go", "", []string{"4 package ", "5 import (", "5 import \"", "5 func …{", "3 type …struct {", "3 type …interface {", "3 //go:build ", "2 var (", "2 const (", "3 defer ", "3 if err != nil {"}},
		{"rust", "text/x-rust", "rs", "", []string{"4 use std::", "3 use …;", "4 fn …{", "4 pub fn ", "4 impl …{", "4 pub struct ", "3 mod …;", "4 #[derive(", "3 let mut ", "4 extern crate ", "3 pub enum ", "3 #![", "3 pub mod "}},
		{"swift", "text/x-swift", "swift", "swift", []string{"5 import UIKit", "5 import Foundation", "5 import SwiftUI", "3 func …{", "2 let ", "3 guard let ", "3 extension …{", "3 override func ", "2 @IBOutlet ", "2 struct …{", "2 var "}},
		{"dart", "text/x-dart", "dart", "", []string{"6 import 'package:", "5 import 'dart:", "3 void main() ", "3 @override", "3 class …extends", "3 final ", "3 part '"}},
		{"lua", "text/x-lua", "lua", "lua luajit", []string{"4 local …=", "4 local function ", "3 function …)", "3 end", "3 elseif …then", "3 if …then", "2 require("}},
		{"r", "text/x-r", "r rprofile", "rscript", []string{"5 library(", "4 …<- function(", "4 install.packages(", "3 ggplot(", "3 data.frame(", "3 setwd(", "3 source(\"", "3 require("}},
		{"julia", "text/x-julia", "jl", "julia", []string{"4 using …", "3 function …)", "3 end", "4 module ", "3 import …:", "3 println("}},
		{"matlab", "text/x-matlab", "m matlab", "octave", []string{"4 function …", "4 clear all", "4 close all", "4 clc", "3 fprintf('", "3 disp(", "3 end", "2 %", "3 figure", "3 plot(", "2 %%", "4 addpath(", "3 for …=", "3 hold on"}},
		{"haskell", "text/x-haskell", "hs lhs", "runhaskell", []string{"5 module …where", "4 import qualified ", "4 {-# LANGUAGE", "3 data …=", "3 import …)", "3 instance …where", "3 main ::"}},
		{"ocaml", "text/x-ocaml", "ml mli", "ocaml", []string{"3 open ", "3 let rec ", "3 let …in", "3 let …=", "3 module …= struct", "3 type …=", "2 | "}},
		{"erlang", "text/x-erlang", "erl hrl", "escript", []string{"5 -module(", "5 -export(", "4 -include(", "4 -record(", "3 -behaviour(", "3 -define("}},
		{"elixir", "text/x-elixir", "ex exs", "elixir", []string{"5 defmodule …do", "4 def …do", "4 defp …do", "3 @moduledoc", "3 @doc"}},
		{"clojure", "text/x-clojure", "clj cljs cljc edn", "", []string{"6 (ns ", "5 (defn ", "4 (def ", "4 (:require ", "3 (let [", "3 (defmacro "}},
		{"lisp", "text/x-lisp", "lisp lsp cl el scm ss rkt", "sbcl clisp guile", []string{"5 (defun ", "5 (in-package", "4 (defvar ", "4 (setq ", "4 (define ", "5 #lang ", "4 (require '", "4 (defmacro ", "4 (provide '", "4 (defparameter "}},
		{"prolog", "text/x-prolog", "pro prolog plg", "swipl", []string{"5 :- module(", "5 :- use_module(", "4 :- dynamic ", "2 …:-"}},
		{"fortran", "text/x-fortran", "f for f77 f90 f95 f03 f08 ftn", "", []string{"4 program ", "4 PROGRAM ", "4 SUBROUTINE ", "4 subroutine ", "4 implicit none", "4 IMPLICIT NONE", "3 INTEGER ", "3 integer ::", "3 REAL ", "3 real ::", "4 end subroutine", "3 C ", "4 DIMENSION ", "4 COMMON ", "4 end program", "3 module ", "3 use ", "3 integer, "}},
		{"cobol", "text/x-cobol", "cbl cob cpy cobol pco", "", []string{"9 IDENTIFICATION DIVISION", "9 ENVIRONMENT DIVISION", "9 DATA DIVISION", "9 PROCEDURE DIVISION", "6 PROGRAM-ID.", "5 WORKING-STORAGE SECTION", "4 MOVE …", "3 PERFORM ", "3 01 …."}},
		{"jcl", "text/x-jcl", "jcl", "", []string{"5 //…JOB", "3 //…EXEC", "3 //…DD", "4 //STEP", "4 //SYS", "3 //*"}},
		{"pascal", "text/x-pascal", "pas pp dpr lpr", "", []string{"5 unit …;", "4 program …;", "4 uses …;", "4 uses", "4 interface", "4 implementation", "4 procedure …;", "3 begin", "3 end;", "3 end.", "2 var"}},
		{"delphi-form", "text/x-delphi-form", "dfm lfm", "", []string{"5 object …: T", "4 inherited …: T", "3 Left = ", "3 Top = ", "2 Caption = '", "3 Height = "}},
		{"ada", "text/x-ada", "adb ads ada", "", []string{"5 with Ada.", "4 package body ", "4 package …is", "4 procedure …is", "3 with …;", "3 use …;", "3 function …return", "4 end …;"}},
		{"asm", "text/x-asm", "asm s nasm a51", "", []string{"4 section .", "4 SECTION .", "4 global ", "4 .globl ", "4 .text", "3 mov ", "3 MOV ", "3 push ", "3 .section ", "3 .file ", "3 ret", "4 .386", "4 .model ", "3 org ", "3 db ", "2 jmp ", "3 .data"}},
		{"verilog", "text/x-verilog", "v vh sv svh", "", []string{"5 `timescale ", "4 module …;", "4 module …(", "4 endmodule", "3 input ", "3 output ", "3 assign ", "3 always @", "3 wire ", "3 reg ", "3 `define ", "3 `include "}},
		{"vhdl", "text/x-vhdl", "vhd vhdl", "", []string{"5 library ieee", "5 LIBRARY ieee", "5 LIBRARY IEEE", "5 library IEEE", "5 use ieee.", "5 use IEEE.", "5 USE ieee.", "4 entity …is", "4 ENTITY …IS", "4 architecture …is", "3 signal "}},
		{"tcl", "text/x-tcl", "tcl tk itcl", "tclsh wish expect", []string{"4 proc …{", "3 package require ", "3 namespace eval ", "2 set ", "3 puts ", "3 source ", "3 lappend "}},
		{"awk", "text/x-awk", "awk", "awk gawk mawk", []string{"5 BEGIN {", "5 BEGIN{", "4 END {", "3 { print", "4 function …{"}},
		{"applescript", "text/x-applescript", "applescript scpt", "osascript", []string{"5 tell application ", "4 end tell", "3 on run", "3 display dialog", "3 set …to"}},
		{"autohotkey", "text/x-autohotkey", "ahk", "", []string{"5 #NoEnv", "4 #SingleInstance", "4 SendMode ", "3 SetWorkingDir", "3 MsgBox, ", "2 Send, "}},
		{"autoit", "text/x-autoit", "au3", "", []string{"5 #include <…au3>", "4 Func ", "4 EndFunc", "3 Local $", "3 Global $", "4 #NoTrayIcon"}},
		{"abap", "text/x-abap", "abap", "", []string{"6 REPORT …", "4 DATA: ", "4 DATA …TYPE", "3 TABLES: ", "4 SELECT-OPTIONS", "3 START-OF-SELECTION", "4 FORM …."}},
		{"plsql", "text/x-plsql", "pls plb pkb pks pck tps trg", "", []string{"6 CREATE OR REPLACE PACKAGE", "5 create or replace package", "4 DECLARE", "3 BEGIN", "3 EXCEPTION", "3 END;", "3 PRAGMA "}},
		{"sas", "application/x-sas", "sas", "", []string{"5 proc …;", "5 PROC …;", "4 data …;", "4 DATA …;", "4 run;", "4 RUN;", "4 %macro ", "4 %let ", "4 libname ", "4 LIBNAME ", "4 options …;"}},
		{"stata-do", "text/x-stata", "do ado", "", []string{"4 use \"", "3 gen ", "3 replace ", "3 reg ", "4 version 1", "3 capture log", "3 clear", "3 egen "}},
		{"spss", "text/x-spss", "sps", "", []string{"4 GET FILE", "4 GET DATA", "4 DATASET ", "4 FREQUENCIES ", "3 VARIABLE LABELS", "3 EXECUTE.", "3 COMPUTE "}},
		{"graphql", "application/graphql", "graphql gql", "", []string{"3 type …{", "3 query …{", "3 mutation …{", "4 fragment …{", "3 input …{", "4 extend type ", "4 scalar ", "4 schema {"}},
		{"protobuf", "text/x-protobuf", "proto", "", []string{"9 syntax = \"proto", "4 message …{", "3 import \"…proto\";", "4 service …{", "3 rpc ", "3 package …;", "3 option java_"}},
		{"thrift", "text/x-thrift", "thrift", "", []string{"4 namespace java ", "4 namespace py ", "3 struct …{", "4 include \"…thrift\"", "3 service …{", "3 exception …{"}},
		{"idl", "text/x-idl", "idl odl", "", []string{"4 import \"…idl\";", "3 interface …", "4 uuid(", "4 [object", "4 coclass ", "4 library ", "3 module …{", "4 cpp_quote("}},
		{"solidity", "text/x-solidity", "sol", "", []string{"6 pragma solidity ", "4 contract …{", "3 // SPDX-License-Identifier", "3 mapping(", "3 event …;"}},
		{"hcl", "text/x-hcl", "tf hcl tfvars nomad", "", []string{"5 resource \"", "5 provider \"", "5 variable \"", "4 terraform {", "4 module \"", "4 data \"", "4 output \"", "4 locals {"}},
		{"bicep", "text/x-bicep", "bicep", "", []string{"4 param …", "5 resource …= {", "3 targetScope = ", "3 output …"}},
		{"nix", "text/x-nix", "nix", "nix-shell", []string{"5 { pkgs ? import", "4 with import <", "3 stdenv.mkDerivation", "3 buildInputs = ", "4 { pkgs,", "4 { config, pkgs"}},
		{"puppet", "text/x-puppet", "pp", "", []string{"4 class …{", "4 package { '", "4 file { '", "4 service { '", "4 node '", "3 include ::"}},
		{"qml", "text/x-qml", "qml", "", []string{"6 import QtQuick", "4 import Qt", "3 Rectangle {", "3 Item {", "3 id: "}},
		{"glsl", "text/x-glsl", "glsl vert frag geom comp hlsl fx shader", "", []string{"6 #version …", "4 uniform ", "4 layout(", "4 layout (", "4 varying ", "4 precision …float;", "4 cbuffer ", "4 Shader \"", "2 void main"}},
		{"basic", "text/x-basic", "bas gw", "", []string{"4 10 REM", "4 10 PRINT", "4 10 CLS", "3 20 ", "3 30 ", "2 40 "}},
		{"css", "text/css", "css", "", []string{"4 @charset ", "4 @media ", "4 @import url", "4 @font-face", "4 :root {", "3 body {", "3 body{", "3 html {", "2 .…{", "2 #…{", "2 a {", "2 h1 {", "2 margin:", "2 color:", "2 font-family:", "2 padding:", "2 width:", "2 display:", "2 border:", "2 background", "3 *{", "3 * {", "3 body,", "3 html,"}},
		{"scss", "text/x-scss", "scss sass", "", []string{"4 @mixin ", "4 @include ", "4 @use '", "4 @use \"", "4 @extend ", "3 $…;", "3 &:", "3 &."}},
		{"less", "text/x-less", "less", "", []string{"4 @import (", "3 .…();", "3 @…;", "3 &:"}},
		{"jinja", "text/x-jinja", "j2 jinja jinja2 tpl twig", "", []string{"5 {% extends", "5 {% block", "4 {% if ", "4 {% for ", "4 {% include", "3 {%- ", "3 {# "}},
		{"restructured", "text/x-rst", "rst rest", "", []string{"4 .. toctree::", "4 .. code-block::", "4 .. image::", "3 .. note::", "3 .. automodule::", "3 .. _", "2 ====", "2 ----", "2 ~~~~"}},
		{"markdown", "text/markdown", "md markdown mdown mkd mdx qmd rmd", "", []string{"2 # ", "3 ## ", "3 ### ", "3 ```", "2 * [", "2 - [", "2 ![", "2 [![", "1 - ", "1 * ", "2 > ", "2 | ---", "2 |--"}},
		{"asciidoc", "text/x-asciidoc", "adoc asciidoc asc", "", []string{"3 = ", "3 == ", "4 :toc:", "3 ----", "4 [source,", "3 include::", "3 image::", "4 :icons:"}},
		{"org", "text/x-org", "org", "", []string{"5 #+TITLE:", "5 #+title:", "4 #+BEGIN_SRC", "4 #+begin_src", "3 * TODO", "4 #+AUTHOR:", "4 #+OPTIONS:"}},
		{"yaml", "application/yaml", "yaml yml", "", []string{"3 ---", "5 %YAML ", "2 - name:", "1 version:", "1 name:", "1 - "}},
		{"toml", "application/toml", "toml", "", []string{"5 [package]", "5 [dependencies]", "5 [build-system]", "5 [tool.", "4 [[", "4 [project]"}},
		{"properties", "text/x-java-properties", "properties", "", []string{"4 log4j.", "4 spring.", "3 jdbc.", "3 server.port", "3 logging.level", "2 org.", "2 com."}},
		{"dotenv", "text/x-dotenv", "env", "", []string{"2 DB_", "2 APP_", "2 SECRET", "2 MAIL_", "2 AWS_", "2 API_", "2 export "}},
		{"log", "text/x-log", "log", "", nil},
		{"nfo", "text/x-nfo", "nfo diz", "", nil},
		{"microdvd", "text/x-microdvd", "sub", "", []string{"5 {0}{", "5 {1}{", "3 {2}{"}},
	}
}

// clue is one of a language's clues taken apart.
type clue struct {
	language       int
	weight         int
	begins, within string
}

// token is what clues are looked up by: the first word of a line, or its first character.
func token(line string) string {
	for i := 0; i < len(line); i++ {
		c := line[i]
		if c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return line[:max(i, 1)]
		}
	}
	return line
}

func clues(list []language) map[string][]clue {
	index := map[string][]clue{}
	for i, l := range list {
		for _, c := range l.clues {
			begins, within, _ := strings.Cut(c[2:], "…")
			index[token(begins)] = append(index[token(begins)], clue{i, int(c[0] - '0'), begins, within})
		}
	}
	return index
}

// sourceKinds lists the languages that programs and settings are written in.
func (r Readers) sourceKinds() []row {
	list := languages()
	index := clues(list)
	byProgram, byExt := map[string]int{}, map[string][]int{}
	for i, l := range list {
		for _, p := range strings.Fields(l.programs) {
			byProgram[p] = i
		}
		for _, e := range strings.Fields(l.exts) {
			byExt[e] = append(byExt[e], i)
		}
	}
	decide := func(p evidence.Probe) kind {
		s := r.startOf(p)
		if s.text == "" {
			return kind{}
		}
		if prog, ok := interpreter(s.line(0)); ok {
			if i, ok := byProgram[prog]; ok {
				return kind{list[i].id, "#! names " + prog}
			}
		}
		weights, hits := make([]int, len(list)), make([]int, len(list))
		given := map[clue]bool{}
		for _, line := range s.lines {
			line = strings.TrimSpace(line)
			if line == "" {
				continue
			}
			for _, c := range index[token(line)] {
				// The same clue again says nothing new.
				if !given[c] && strings.HasPrefix(line, c.begins) && strings.Contains(line[len(c.begins):], c.within) {
					given[c] = true
					hits[c.language]++
					weights[c.language] += c.weight
				}
			}
		}
		return weigh(list, weights, hits, byExt[p.Ext], p.Ext)
	}
	var rows []row
	for _, l := range list {
		rows = append(rows, row{l.id, l.mime, l.exts, r.text(decided("identify:source", l.id, decide))})
	}
	return rows
}

// weigh decides by the weights of languages, of which those in named have the item's extension.
func weigh(list []language, weights, hits, named []int, ext string) kind {
	best, second := 0, -1
	for i, w := range weights {
		if w > weights[best] {
			best = i
		}
	}
	for i, w := range weights {
		if i != best && (second < 0 || w > weights[second]) {
			second = i
		}
	}
	said := func(i int) string { return fmt.Sprintf("%d sorts of lines as in %s", hits[i], list[i].id) }
	if len(named) > 0 {
		own := named[0]
		for _, i := range named[1:] {
			if weights[i] > weights[own] {
				own = i
			}
		}
		switch {
		case weights[own] > 0:
			return kind{list[own].id, said(own) + ", named ." + ext}
		case weights[best] < 2*certain || list[best].named():
			return kind{list[own].id, evidence.BasisName + " ." + ext + ", and the content is text"}
		}
	}
	// Without the name, one clue that nothing else gives, or several and none as weighty for another.
	if !list[best].named() && weights[best] >= weights[second]+margin && weights[best] >= certain && (hits[best] >= 3 || hits[best] == weights[best]/certain) {
		return kind{list[best].id, said(best)}
	}
	return kind{}
}

// named tells whether the language is only believed with its extension: settings, notes
// and logs have lines that anything has.
func (l language) named() bool {
	return slices.Contains([]string{"asciidoc", "css", "dotenv", "julia", "less", "markdown", "matlab", "microdvd", "org", "properties", "restructured", "stata-do", "yaml"}, l.id)
}

// interpreter is the name of the program behind #!, without path, version and env.
func interpreter(line string) (string, bool) {
	rest, ok := strings.CutPrefix(line, "#!")
	if !ok {
		return "", false
	}
	for _, w := range strings.Fields(rest) {
		w = w[strings.LastIndexByte(w, '/')+1:]
		if w == "env" || strings.HasPrefix(w, "-") || strings.Contains(w, "=") {
			continue
		}
		return strings.ToLower(strings.TrimRight(w, "0123456789.")), true
	}
	return "", false
}
