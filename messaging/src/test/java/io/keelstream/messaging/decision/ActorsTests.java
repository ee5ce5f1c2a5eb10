package io.keelstream.messaging.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keelstream.contracts.decision.Authority;
import io.keelstream.contracts.decision.Decision;
import io.keelstream.contracts.decision.Decision.Kind;
import io.keelstream.contracts.decision.Decision.Named;
import io.keelstream.contracts.decision.Decision.Signature;
import io.keelstream.contracts.decision.SignedText;
import io.keelstream.contracts.problem.Reason;
import io.keelstream.messaging.decision.DecisionProperties.ActorProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may decide, with keys and signatures of {@code ssh-keygen}. */
class ActorsTests {

    private static final String TARGET = "production/shop";
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Decision APPROVAL =
            new Decision("id-1", Kind.APPROVE, "ada", "seen\nand \\ tried", Named.change("sha256:3f2a"), 60_000L, null);

    @TempDir
    static Path folder;

    private static Path ada;
    private static Path bob;

    @BeforeAll
    static void keys() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")))
                .as("ssh-keygen is installed")
                .isTrue();
        ada = key("ada");
        bob = key("bob");
    }

    @Test
    void decisionCountsThatTheActorSigned() throws Exception {
        Authority authority = of(actors(), signed(APPROVAL, ada, NOW));

        assertThat(authority).isInstanceOfSatisfying(Authority.Verified.class, verified -> {
            assertThat(verified.key()).startsWith("SHA256:");
            assertThat(verified.emails()).containsExactly("ada@example.org");
        });
    }

    @Test
    void whereNobodyIsListedAnybodyDecides() {
        assertThat(of(Actors.NONE, APPROVAL)).isEqualTo(new Authority.Unverified());
    }

    @Test
    void decisionWithoutASignatureDoesNotCount() {
        Authority.Denied denied = denied(APPROVAL);

        assertThat(denied.reason()).isEqualTo(Reason.DECISION_UNSIGNED);
        assertThat(denied.why()).contains("it is not signed", "--key FILE", "user.signingkey");
    }

    static List<Decision> altered() {
        return List.of(
                new Decision("id-2", Kind.APPROVE, "ada", APPROVAL.reason(), APPROVAL.named(), 60_000L, null),
                new Decision("id-1", Kind.REJECT, "ada", APPROVAL.reason(), APPROVAL.named(), 60_000L, null),
                new Decision("id-1", Kind.APPROVE, "ada", "seen", APPROVAL.named(), 60_000L, null),
                new Decision(
                        "id-1", Kind.APPROVE, "ada", APPROVAL.reason(), Named.change("sha256:3f2b"), 60_000L, null),
                new Decision(
                        "id-1", Kind.APPROVE, "ada", APPROVAL.reason(), Named.commit("sha256:3f2a"), 60_000L, null),
                new Decision(
                        "id-1",
                        Kind.APPROVE,
                        "ada",
                        APPROVAL.reason(),
                        APPROVAL.named().pastBarriers(),
                        60_000L,
                        null),
                new Decision(
                        "id-1",
                        Kind.APPROVE,
                        "ada",
                        APPROVAL.reason(),
                        APPROVAL.named().withItsSecrets(),
                        60_000L,
                        null),
                new Decision(
                        "id-1",
                        Kind.APPROVE,
                        "ada",
                        APPROVAL.reason(),
                        new Named("sha256:3f2a", null, null, null, null, null, true),
                        60_000L,
                        null),
                new Decision("id-1", Kind.APPROVE, "ada", APPROVAL.reason(), APPROVAL.named(), 60_001L, null),
                new Decision("id-1", Kind.APPROVE, "ada", APPROVAL.reason(), APPROVAL.named(), null, null));
    }

    @ParameterizedTest
    @MethodSource("altered")
    void nothingOfADecisionCanBeAltered(Decision other) throws Exception {
        Decision signed = signed(APPROVAL, ada, NOW);

        assertThat(denied(other.signed(signed.signature())).why()).contains("its signature does not match");
    }

    @Test
    void signatureIsForOneTargetOneInstallationAndOneTime() throws Exception {
        Decision signed = signed(APPROVAL, ada, NOW);
        Signature signature = signed.signature();
        assertThat(signature).isNotNull();

        assertThat(actors().of(signed, new Actors.Arrival("acme", "staging/shop", NOW, null, false)))
                .isInstanceOf(Authority.Denied.class);
        assertThat(actors().of(signed, new Actors.Arrival("other", TARGET, NOW, null, false)))
                .isInstanceOf(Authority.Denied.class);
        assertThat(denied(signed.signed(new Signature(NOW.plusMillis(1), signature.armored())))
                        .why())
                .contains("does not match");
    }

    @Test
    void nobodyDecidesInAnothersName() throws Exception {
        assertThat(denied(signed(APPROVAL, bob, NOW)).why()).contains("which is not a key of ada");
        Decision asBob = new Decision("id-1", Kind.APPROVE, "bob", "", APPROVAL.named(), null, null);
        assertThat(denied(asBob.signed(signed(APPROVAL, ada, NOW).signature())).why())
                .contains("which is not a key of bob");
        Decision asEve = new Decision("id-1", Kind.APPROVE, "eve", "", APPROVAL.named(), null, null);
        assertThat(denied(signed(asEve, ada, NOW)).why()).startsWith("'eve' is not in keelstream.decisions.actors");
    }

    @Test
    void signatureForGitIsNoneForADecision() throws Exception {
        Decision forGit = APPROVAL.signed(new Signature(NOW, signature(text(APPROVAL, NOW), ada, "git")));

        assertThat(denied(forGit).why()).contains("does not match: it is for something else");
    }

    @Test
    void signatureThatCannotBeReadIsSaidToBeOne() {
        Decision broken = APPROVAL.signed(new Signature(NOW, "-----BEGIN SSH SIGNATURE-----"));

        assertThat(denied(broken).why()).startsWith("its signature cannot be read: it is not an armored SSH signature");
    }

    @ParameterizedTest
    @CsvSource({"-300, true", "-301, false", "60, true", "61, false"})
    void signatureCountsForFiveMinutes(long secondsFromArrival, boolean counts) throws Exception {
        Decision signed = signed(APPROVAL, ada, NOW.plusSeconds(secondsFromArrival));

        assertThat(of(actors(), signed) instanceof Authority.Verified).isEqualTo(counts);
    }

    @Test
    void decisionThatWasReplacedCannotBePutBack() throws Exception {
        Decision signed = signed(APPROVAL, ada, NOW);

        assertThat(after(signed, NOW, false)).isInstanceOfSatisfying(Authority.Denied.class, denied -> {
            assertThat(denied.why()).contains("another decision in its place");
            assertThat(denied.latest()).isEqualTo(NOW);
        });
        assertThat(after(signed, NOW.minusMillis(1), false)).isInstanceOf(Authority.Verified.class);
        assertThat(after(signed, NOW, true)).isInstanceOf(Authority.Verified.class);
    }

    @Test
    void actorDecidesOnlyWhatAndWhereTheyMay() throws Exception {
        Decision pause = new Decision("id-1", Kind.PAUSE, "bob", "", Named.NOTHING, null, null);
        Decision reject = new Decision("id-1", Kind.REJECT, "bob", "", APPROVAL.named(), null, null);

        assertThat(denied(signed(pause, bob, NOW)).why()).startsWith("bob may not pause, but approve, reject");
        assertThat(denied(signed(pause, bob, NOW)).reason()).isEqualTo(Reason.DECISION_FORBIDDEN);
        assertThat(denied(signed(reject, bob, NOW)).why())
                .startsWith("bob may not decide about production/shop, but about */web, staging/*");
    }

    @Test
    void bothKeysCountWhileOneTakesThePlaceOfTheOther() throws Exception {
        Path next = key("next");
        Actors both = read(actor("ada", List.of(publicKey(ada), publicKey(next)), List.of(), List.of()));
        Actors after = read(actor("ada", List.of(publicKey(next)), List.of(), List.of()));

        for (Path key : List.of(ada, next)) {
            assertThat(of(both, signed(APPROVAL, key, NOW))).isInstanceOf(Authority.Verified.class);
        }
        assertThat(of(after, signed(APPROVAL, ada, NOW))).isInstanceOf(Authority.Denied.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*, production/shop, true",
        "production/shop, production/shop, true",
        "production/shop, production/shop-2, false",
        "production/*, production/shop, true",
        "production/*, staging/shop, false",
        "*/shop, production/shop, true",
        "*/shop, production/web-shop, false",
        "p*n/*s*p, production/shop, true",
        "p*n/*s*pp, production/shop, false",
        "*shop*shop, production/shop, false",
        "production/shop*, production/shop, true",
    })
    void starStandsForAnyText(String pattern, String target, boolean matches) {
        Actor actor = new Actor("ada", Set.of(), List.of(), List.of(pattern), Set.of());

        assertThat(actor.mayDecideAbout(target)).isEqualTo(matches);
    }

    @Test
    void keysAreReadFromAFileToo() throws Exception {
        Path file =
                Files.writeString(folder.resolve("keys"), "# Ada\n\n" + publicKey(ada) + "\n" + publicKey(bob) + "\n");

        assertThat(of(
                        read(new ActorProperties("ada", List.of(), file, List.of(), List.of(), List.of())),
                        signed(APPROVAL, bob, NOW)))
                .isInstanceOf(Authority.Verified.class);
    }

    @Test
    void whatIsWrongInTheConfigurationIsNamed() throws Exception {
        String key = publicKey(ada);
        assertMistake("[0].name is ''; allowed:", actor("", List.of(key), List.of(), List.of()));
        assertMistake("[0].name is 'a#b'; allowed:", actor("a#b", List.of(key), List.of(), List.of()));
        assertMistake("[0].keys is empty; list a public key", actor("ada", List.of(), List.of(), List.of()));
        assertMistake("[0].keys[0]: the key is not a public key", actor("ada", List.of("hello"), List.of(), List.of()));
        assertMistake(
                "[0].verbs has 'aprove'; allowed: abort, approve",
                actor("ada", List.of(key), List.of(), List.of("aprove")));
        assertMistake(
                "[1].keys has SHA256:",
                actor("ada", List.of(key), List.of(), List.of()),
                actor("bob", List.of(key), List.of(), List.of()));
        assertMistake(
                "[1].name is 'ada', which another actor has",
                actor("ada", List.of(key), List.of(), List.of()),
                actor("ada", List.of(publicKey(bob)), List.of(), List.of()));
        assertMistake(
                "[0].keys-file is /nowhere; it cannot be read",
                new ActorProperties("ada", List.of(), Path.of("/nowhere"), List.of(), List.of(), List.of()));
    }

    private static void assertMistake(String message, ActorProperties... actors) {
        assertThatThrownBy(() -> read(actors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("keelstream.decisions.actors" + message);
    }

    private static Actors actors() throws IOException {
        return read(
                actor("ada", List.of(publicKey(ada)), List.of(), List.of()),
                actor("bob", List.of(publicKey(bob)), List.of("staging/*", "*/web"), List.of("approve", "reject")));
    }

    private static ActorProperties actor(String name, List<String> keys, List<String> targets, List<String> verbs) {
        return new ActorProperties(name, keys, null, List.of(name + "@example.org"), targets, verbs);
    }

    private static Actors read(ActorProperties... actors) {
        return new DecisionProperties(List.of(actors)).read();
    }

    private static Authority of(Actors actors, Decision made) {
        return actors.of(made, new Actors.Arrival("acme", TARGET, NOW, null, false));
    }

    private static Authority after(Decision made, @Nullable Instant latest, boolean answered) throws IOException {
        return actors().of(made, new Actors.Arrival("acme", TARGET, NOW, latest, answered));
    }

    private static Authority.Denied denied(Decision made) {
        try {
            return (Authority.Denied) of(actors(), made);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Decision signed(Decision made, Path key, Instant at) throws Exception {
        return made.signed(new Signature(at, signature(text(made, at), key, SignedText.NAMESPACE)));
    }

    private static String text(Decision made, Instant at) {
        return SignedText.of("acme", TARGET, made, at);
    }

    private static String signature(String text, Path key, String namespace) throws Exception {
        return keygen(text, "-q", "-Y", "sign", "-n", namespace, "-f", key.toString());
    }

    private static Path key(String name) throws Exception {
        Path key = folder.resolve(name);
        keygen("", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString());
        return key;
    }

    private static String publicKey(Path key) throws IOException {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    private static String keygen(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ssh-keygen"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ended) {
            // It needs no input.
        }
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
