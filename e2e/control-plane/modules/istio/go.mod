module keelstream.io/control-plane/istio

go 1.26.7

require istio.io/api v1.32.0
