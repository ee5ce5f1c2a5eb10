package io.keelstream.kubernetes.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.yaml.YamlReader;
import io.keelstream.testing.process.SopsProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real sops encrypts what a seeded generator makes, by every rule; what opens is compared with what sops opens it to. */
class SopsOraclePropertyTests {

    private static final long SEED = Long.getLong("keelstream.seed", 20261129L);
    private static final int DOCUMENTS = Integer.getInteger("keelstream.sops.documents", 12);
    private static final List<String[]> RULES = List.of(
            new String[] {},
            new String[] {"--encrypted-regex", "^(data|a)"},
            new String[] {"--unencrypted-regex", "b$"},
            new String[] {"--encrypted-suffix", "a", "--mac-only-encrypted"},
            new String[] {"--unencrypted-suffix", "c"},
            new String[] {"--mac-only-encrypted"});

    @TempDir
    Path folder;

    private SopsProgram sops = new SopsProgram(Path.of(""));
    private String recipient = "";
    private AgeIdentities identities = new AgeIdentities(Path.of(""));

    @BeforeEach
    void start() {
        assumeTrue(SopsProgram.isBuilt(), "skipped: sops is not built");
        sops = new SopsProgram(folder);
        recipient = sops.identity("identities/key.txt");
        identities = new AgeIdentities(folder.resolve("identities"));
    }

    static Stream<Long> seeds() {
        return LongStream.range(SEED, SEED + DOCUMENTS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void yamlOpensAsForSops(long seed) {
        Random random = new Random(seed);
        String plain = Json.writeText(map(random, 3));
        String encrypted = sops.encrypt("a.yaml", plain, recipient, RULES.get(random.nextInt(RULES.size())));
        String expected = sops.decrypt("a.yaml", encrypted, "identities/key.txt");

        assertThat(values(opened("a.yaml", encrypted))).as(expected).isEqualTo(values(expected));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void jsonOpensToTheBytesOfSops(long seed) {
        Random random = new Random(seed);
        String plain = Json.writeText(map(random, 3));
        String encrypted = sops.encrypt("a.json", plain, recipient, RULES.get(random.nextInt(RULES.size())));

        assertThat(opened("a.json", encrypted) + "\n")
                .isEqualTo(sops.decrypt("a.json", encrypted, "identities/key.txt"));
    }

    @Test
    void linesOpenToTheBytesOfSops() {
        Random random = new Random(SEED);
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            plain.append("KEY_")
                    .append(i)
                    .append('=')
                    .append(text(random).replace("\n", "\\n"))
                    .append('\n');
        }
        String encrypted = sops.encrypt("a.env", plain.toString(), recipient);

        assertThat(opened("a.env", encrypted) + "\n").isEqualTo(sops.decrypt("a.env", encrypted, "identities/key.txt"));
    }

    @Test
    void whatChangesInSopsChangesOnlyItsOwnPlaceholders() {
        // Given
        String other = sops.identity("other/key.txt");
        String encrypted = sops.encrypt("a.yaml", "a: one\nb: two\n", recipient);

        // When
        String edited = sops.change("a.yaml", encrypted, "identities/key.txt", "--set", "[\"b\"] \"three\"");
        String rotated =
                sops.change("a.yaml", encrypted, "identities/key.txt", "rotate", "--in-place", "--add-age", other);

        // Then
        assertThat(presented(edited).getFirst()).isEqualTo(presented(encrypted).getFirst());
        assertThat(presented(edited).getLast())
                .isNotEqualTo(presented(encrypted).getLast());
        assertThat(presented(rotated)).doesNotContainAnyElementsOf(presented(encrypted));
        assertThat(opened("a.yaml", rotated)).isEqualTo(opened("a.yaml", encrypted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"encrypted-comment-regex", "unencrypted-comment-regex"})
    void rulesAboutCommentsAreRefusedByName(String rule) {
        String encrypted = sops.encrypt("a.yaml", "# secret\na: one\nb: two\n", recipient, "--" + rule, "secret");

        assertThat(Samples.refusal("a.yaml", encrypted))
                .contains("its rule is about comments (" + rule.replace('-', '_')
                        + "), which is not supported. Encrypt it again with encrypted_regex or a suffix");
    }

    private static List<String> presented(String encrypted) {
        return Samples.document("a.yaml", encrypted).presented().lines().toList();
    }

    private String opened(String name, String encrypted) {
        SopsDocument document = Samples.document(name, encrypted);
        byte[] whole = OpenedDocument.of(document, identities).values().get(document.wholePlaceholder());
        return new String(whole, StandardCharsets.UTF_8);
    }

    private static @Nullable Object values(String yaml) {
        List<Object> documents = new ArrayList<>();
        new YamlReader().documents(yaml).orThrow().forEach(each -> documents.add(each.value()));
        return documents;
    }

    private static Map<String, @Nullable Object> map(Random random, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            map.put("k" + i + "abcd".charAt(random.nextInt(4)), value(random, depth));
        }
        return map;
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0, 1 -> text(random);
            case 2 -> random.nextLong() >> random.nextInt(60);
            case 3 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12));
            case 4 -> random.nextBoolean();
            case 5 -> null;
            case 6 ->
                List.of("2026-11-29", "yes", "0o17", "1_000", "", "null", "~").get(random.nextInt(7));
            case 7 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
            default -> map(random, depth - 1);
        };
    }

    private static String text(Random random) {
        String letters = "ab \"'\\:#{}[]&*!|>%@`,?-äß😀\n\t$<=/";
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(20); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
