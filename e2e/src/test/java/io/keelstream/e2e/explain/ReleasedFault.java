package io.keelstream.e2e.explain;

import static org.awaitility.Awaitility.await;

import io.keelstream.e2e.system.LiveCluster;
import io.keelstream.kubernetes.client.ApiError;
import io.keelstream.kubernetes.client.ApiResult;
import io.keelstream.kubernetes.client.ApplyOptions;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * One way in which an application does not become what Git says, in a namespace of its own.
 *
 * @param name of the application and of its namespace
 * @param policy lines of its policy
 * @param first manifests that are healthy before; empty where nothing is there before
 * @param happens what happens in the cluster in between
 * @param then manifests of the commit that fails
 * @param named what the sentence about the first cause has to name, each part of it
 */
record ReleasedFault(
        String name,
        List<String> policy,
        String first,
        Consumer<LiveCluster> happens,
        String then,
        List<String> named) {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PERSON = "kubectl";

    /** Something that is wrong from the beginning. */
    static ReleasedFault of(String name, String then, String... named) {
        return new ReleasedFault(name, List.of(), "", live -> {}, then, List.of(named));
    }

    ReleasedFault policy(String... lines) {
        return new ReleasedFault(name, List.of(lines), first, happens, then, named);
    }

    /** The same after a commit that became healthy. */
    ReleasedFault after(String manifests) {
        return new ReleasedFault(name, policy, manifests, happens, then, named);
    }

    /** The same after something happened in the cluster, and whatever else was said to happen. */
    ReleasedFault when(Consumer<LiveCluster> event) {
        return new ReleasedFault(name, policy, first, happens.andThen(event), then, named);
    }

    /** The same where these objects are there, each in its namespace, after a namespace of the application. */
    ReleasedFault beside(String... objects) {
        return when(live -> {
            namespace(live);
            List.of(objects).forEach(each -> live.create(each, PERSON));
        });
    }

    /** The same in a namespace whose own account is there, which a controller makes: without it pods are refused for that alone. */
    ReleasedFault withAccount() {
        return when(live -> {
            namespace(live);
            await(name + " has its account")
                    .atMost(LIMIT)
                    .until(() -> live.exists("ServiceAccount/" + name + "/default"));
        });
    }

    private void namespace(LiveCluster live) {
        if (!live.exists("Namespace//" + name)) {
            live.create("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n", PERSON);
        }
    }

    /**
     * The same once the server refuses something for the reason that is named last: it learns of quotas and policies a moment after
     * they are there.
     */
    ReleasedFault oncePrevents(String probe) {
        return when(live -> await(name + " is prevented")
                .atMost(LIMIT)
                .until(() -> live.client().apply(LiveCluster.manifest(probe), new ApplyOptions(PERSON, true, true))
                                instanceof ApiResult.Failed<Manifest>(ApiError error)
                        && error.message().contains(named.getLast())));
    }

    String target() {
        return "production/" + name;
    }

    boolean isNamedBy(String sentence) {
        return named.stream().allMatch(sentence::contains);
    }

    @Override
    public String toString() {
        return name;
    }
}
