package io.keelstream.e2e.apart;

import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * Commit after commit to many applications of one ConfigMap each. A ConfigMap's value is the number of the commit that wrote
 * it, so a later value is always the greater one. Used by one thread at a time.
 */
final class Pushes {

    private final InfraRepository repository;
    private final Random random;
    private final List<String> commits = new ArrayList<>();
    private final Map<String, Integer> wanted = new TreeMap<>();

    private Pushes(InfraRepository repository, Random random) {
        this.repository = repository;
        this.random = random;
    }

    /** The first commit, with all applications. */
    static Pushes begin(InfraRepository repository, int applications, long seed) throws Exception {
        Pushes pushes = new Pushes(repository, new Random(seed));
        for (int number = 0; number < applications; number++) {
            String name = String.format(Locale.ROOT, "app-%03d", number);
            repository.write("apps/" + name + "/keelstream.yaml", """
                apiVersion: keelstream.io/v1
                kind: Application
                metadata: {name: %s}
                spec: {targets: [{name: production, cluster: default, namespace: fleet}]}
                """.formatted(name));
            pushes.touch(name);
        }
        pushes.commit();
        return pushes;
    }

    /** One more commit, to some applications. */
    void next(int applications) throws Exception {
        List<String> names = List.copyOf(wanted.keySet());
        for (int i = 0; i < applications; i++) {
            touch(names.get(random.nextInt(names.size())));
        }
        commit();
    }

    /** The value that each ConfigMap shall have. */
    Map<String, Integer> wanted() {
        return Map.copyOf(wanted);
    }

    /** The ids of the commits; a ConfigMap's value is the place in this list of the commit that wrote it. */
    List<String> commits() {
        return List.copyOf(commits);
    }

    private void touch(String name) throws IOException {
        int number = commits.size();
        repository.write("apps/" + name + "/value.yaml", Manifests.configMap(name, Integer.toString(number)));
        wanted.put(name, number);
    }

    private void commit() throws GitAPIException {
        commits.add(repository.push("Commit " + commits.size()));
    }
}
