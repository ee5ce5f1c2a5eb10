// Enforces NetworkPolicies on one node. The kernel queues the first packet of each connection that the node forwards (parts/node.bash),
// and the controller of kube-network-policies lets it pass or not. It learns of pods from the API server; the container runtime, which
// it would ask too, tells nothing (with NRIdisabled version 0.8.0 ends at the first address that no pod has).
package main

import (
	"context"
	"flag"
	"os/signal"
	"syscall"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "of a user who may watch policies, namespaces and pods")
	node := flag.String("node", "", "name of this node")
	queue := flag.Int("queue", 100, "number of the kernel's queue")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := enforce(ctx, *kubeconfig, networkpolicy.Config{NodeName: *node, QueueID: *queue}); err != nil {
		klog.Fatal(err)
	}
}

func enforce(ctx context.Context, kubeconfig string, settings networkpolicy.Config) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	objects := informers.NewSharedInformerFactory(client, 0)
	controller, err := networkpolicy.NewController(client, objects.Networking().V1().NetworkPolicies(),
		objects.Core().V1().Namespaces(), objects.Core().V1().Pods(), nil, nil, nil, nil, settings)
	if err != nil {
		return err
	}
	objects.Start(ctx.Done())
	return controller.Run(ctx)
}
