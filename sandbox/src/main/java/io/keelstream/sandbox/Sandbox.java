package io.keelstream.sandbox;

import io.keelstream.sandbox.access.Rights;
import io.keelstream.sandbox.boot.FirstObjects;
import io.keelstream.sandbox.control.Actor;
import io.keelstream.sandbox.control.ControlLoop;
import io.keelstream.sandbox.control.Controller;
import io.keelstream.sandbox.control.GarbageCollector;
import io.keelstream.sandbox.control.Namespaces;
import io.keelstream.sandbox.custom.CustomResources;
import io.keelstream.sandbox.fault.Faults;
import io.keelstream.sandbox.fault.SkewedClock;
import io.keelstream.sandbox.http.HttpEndpoint;
import io.keelstream.sandbox.kinds.Kinds;
import io.keelstream.sandbox.operation.Objects;
import io.keelstream.sandbox.output.Forms;
import io.keelstream.sandbox.ownership.MergeEngine;
import io.keelstream.sandbox.resource.Catalog;
import io.keelstream.sandbox.store.ObjectStore;
import io.keelstream.sandbox.table.Tables;
import io.keelstream.sandbox.traffic.GatewayController;
import io.keelstream.sandbox.traffic.PretendedTraffic;
import io.keelstream.sandbox.workload.Workloads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A running sandbox: a Kubernetes API on 127.0.0.1 for as long as it is not closed. Thread-safe. Several can run in one
 * JVM; they share nothing.
 */
public final class Sandbox implements AutoCloseable {

    private final ObjectStore store;
    private final CustomResources customResources;
    private final ControlLoop control;
    private final HttpEndpoint endpoint;
    private final Kubeconfig kubeconfig;
    private final @Nullable PretendedTraffic traffic;

    private Sandbox(SandboxOptions options) {
        SkewedClock clock = new SkewedClock(Clock.systemUTC());
        store = new ObjectStore(options.stateFile());
        Objects objects = new Objects(store, new Catalog(), new Kinds(store), new MergeEngine(), clock);
        customResources = new CustomResources(new Actor(objects, "kube-apiserver"), objects.catalog());
        customResources.serve();
        new FirstObjects(objects).create(options.nodes());
        if (options.traffic()) {
            PretendedTraffic.define(objects);
            customResources.establish();
        }
        control = new ControlLoop(store, controllers(objects, options));
        String token = Kubeconfig.newToken();
        endpoint = new HttpEndpoint(options.port(), token, objects, new Forms(objects, new Tables(clock)), clock);
        kubeconfig = new Kubeconfig(url(), token);
        traffic = options.traffic() ? PretendedTraffic.start(store) : null;
    }

    private List<Controller> controllers(Objects objects, SandboxOptions options) {
        Actor manager = new Actor(objects, "kube-controller-manager");
        List<Controller> controllers =
                new ArrayList<>(List.of(customResources, new GarbageCollector(manager), new Namespaces(manager)));
        if (options.controllers()) {
            controllers.addAll(Workloads.all(objects));
        }
        if (options.traffic()) {
            controllers.add(new GatewayController(new Actor(objects, "gateway-controller")));
        }
        return controllers;
    }

    /**
     * Starts a sandbox; when this returns, it serves.
     *
     * @throws java.io.UncheckedIOException where the port is taken or the state file cannot be used
     */
    public static Sandbox start(SandboxOptions options) {
        return new Sandbox(options);
    }

    /** Where it listens, e.g. {@code http://127.0.0.1:34567}. The same after {@link #pause} and {@link #resume}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + endpoint.port());
    }

    /** What every request must carry, as a bearer token or in front of its path; another one at each start. */
    public String token() {
        return kubeconfig.token();
    }

    /** Writes a kubeconfig (mode 0600 where the file system knows modes) and returns the file. */
    public Path writeKubeconfig(Path file) {
        return kubeconfig.write(file);
    }

    /**
     * Requests that clients sent since the start, by "verb group/resource" (core resources without a group), e.g.
     * {@code apply apps/deployments}, {@code list configmaps}. Dry runs are counted apart, as
     * {@code apply apps/deployments dry-run}.
     */
    public Map<String, Long> requestCounts() {
        return endpoint.counts();
    }

    /**
     * Where the metrics of the pretended pods are, for queries as Prometheus answers them.
     *
     * @throws IllegalStateException without {@link SandboxOptions#withTraffic()}
     */
    public URI metrics() {
        if (traffic == null) {
            throw new IllegalStateException("the sandbox was started without traffic");
        }
        return traffic.url();
    }

    /** What can be made to go wrong. */
    public Faults faults() {
        return endpoint.faults();
    }

    /** What accounts may do that clients act as. */
    public Rights rights() {
        return endpoint.rights();
    }

    /** The API goes away: connections end, new ones are refused; the objects stay, and controllers go on. */
    public void pause() {
        endpoint.shut();
    }

    /** The API is back on the same port. */
    public void resume() {
        endpoint.open();
    }

    /** Ends everything; the state file then holds every object. */
    @Override
    public void close() {
        if (traffic != null) {
            traffic.close();
        }
        endpoint.close();
        control.close();
        store.close();
    }
}
