package io.keelstream.e2e.input;

import io.keelstream.e2e.system.InfraRepository;
import io.keelstream.e2e.system.Manifests;
import java.io.IOException;
import java.util.List;

/**
 * One way to spoil an application, what is said about it, and how to correct it. The name is that of the application and of
 * its folder.
 */
enum BadManifest {
    SYNTAX("YamlSyntax", "syntax/a.yaml:4:5", "expected ',' or '}'") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository.write("syntax/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\ndata: {a: b}\n");
        }
    },
    UNKNOWN_FIELD("UnknownField", "unknown-field/keelstream.yaml:8:5", "createNamespaces", "createNamespace") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository
                    .write(
                            "unknown-field/keelstream.yaml",
                            Manifests.application("unknown-field", "createNamespaces: true"))
                    .write("unknown-field/a.yaml", Manifests.configMap("a", "1"));
        }

        @Override
        void correct(InfraRepository repository) throws IOException {
            repository.write("unknown-field/keelstream.yaml", Manifests.application("unknown-field"));
        }
    },
    DUPLICATE_KEY("YamlSyntax", "duplicate-key/a.yaml:5:1", "duplicate key \"data\" in a mapping") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository.write("duplicate-key/a.yaml", Manifests.configMap("a", "1") + "data: {value: \"2\"}\n");
        }
    },
    DUPLICATE_FIELD("DuplicateKey", "duplicate-field/keelstream.yaml:9:5", "duplicate key 'spec.policy.timeout'") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository
                    .write(
                            "duplicate-field/keelstream.yaml",
                            Manifests.application("duplicate-field", "timeout: 1m", "timeout: 2m"))
                    .write("duplicate-field/a.yaml", Manifests.configMap("a", "1"));
        }

        @Override
        void correct(InfraRepository repository) throws IOException {
            repository.write("duplicate-field/keelstream.yaml", Manifests.application("duplicate-field"));
        }
    },
    OBJECT_TWICE(
            "DuplicateObject", "object-twice/b.yaml:1", "ConfigMap/object-twice/a is defined twice", "Remove one") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository
                    .write("object-twice/a.yaml", Manifests.configMap("a", "1"))
                    .write("object-twice/b.yaml", Manifests.configMap("a", "2"));
        }

        @Override
        void correct(InfraRepository repository) throws IOException {
            repository.remove("object-twice/b.yaml");
        }
    },
    LARGE_FILE("FileTooLarge", "large-file/a.yaml", "at most 2097152 (2 MiB)") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository.write("large-file/a.yaml", Manifests.configMap("a", "x".repeat(3 << 20)));
        }
    },
    ALIAS_BOMB("YamlSyntax", "alias-bomb/a.yaml:", "aliases") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
            for (int i = 1; i < 10; i++) {
                String one = "*a" + (i - 1);
                bomb.append("a%d: &a%d [%s]\n"
                        .formatted(i, i, String.join(", ", List.of(one, one, one, one, one, one, one))));
            }
            repository.write("alias-bomb/a.yaml", bomb.toString());
        }
    },
    LINK("LinkNotFollowed", "link/a.yaml", "link to '../../../etc/passwd'", "leaves the repository", "Remove it") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository.link("link/a.yaml", "../../../etc/passwd");
        }

        @Override
        void correct(InfraRepository repository) throws IOException {
            repository.remove("link/a.yaml");
            super.correct(repository);
        }
    },
    MISSING_RENDERER("RendererMissing", "missing-renderer", "'helm', which is off", "is not an executable file") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository.write("missing-renderer/Chart.yaml", "apiVersion: v2\nname: missing-renderer\nversion: 0.1.0\n");
        }

        @Override
        void correct(InfraRepository repository) throws IOException {
            repository.remove("missing-renderer/Chart.yaml");
            super.correct(repository);
        }
    },
    HANGING_RENDERER("RendererLimit", "hanging-renderer", "20 s of time") {
        @Override
        void spoil(InfraRepository repository) throws IOException {
            repository.write("hanging-renderer/kustomization.yaml", "resources: [a.yaml]\n");
            super.correct(repository);
        }

        @Override
        void correct(InfraRepository repository) throws IOException {
            repository.remove("hanging-renderer/kustomization.yaml");
        }
    };

    private final String reason;
    private final String where;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> parts;

    BadManifest(String reason, String where, String... parts) {
        this.reason = reason;
        this.where = where;
        this.parts = List.of(parts);
    }

    /** The application's name and folder. */
    String application() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String reason() {
        return reason;
    }

    /** How the place begins. */
    String where() {
        return where;
    }

    /** What the message holds. */
    List<String> parts() {
        return parts;
    }

    /** Writes the application beside its file, which is a good one unless this writes another. */
    abstract void spoil(InfraRepository repository) throws IOException;

    /** Makes it good; by default its manifest is written anew. */
    void correct(InfraRepository repository) throws IOException {
        repository.write(application() + "/a.yaml", Manifests.configMap("a", "good"));
    }
}
