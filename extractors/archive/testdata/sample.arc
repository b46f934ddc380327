filedesc://sample.arc 0.0.0.0 20240101000000 text/plain 71
1 0 Harrowgate
URL IP-address Archive-date Content-type Archive-length

http://www.harrowgate.example/ 192.0.2.7 20240101000000 text/html 136
HTTP/1.1 200 OK
Content-Type: text/html

<html><title>Harrowgate</title><body>An ordinary page of the Harrowgate works.</body></html>
dns:www.harrowgate.example 192.0.2.1 20240101000000 text/dns 30
www.harrowgate.example 192.0.2
