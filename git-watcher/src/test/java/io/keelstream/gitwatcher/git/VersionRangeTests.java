package io.keelstream.gitwatcher.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges as node-semver documents them, and the order of semver.org. */
class VersionRangeTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ">=1.2 <2       ; 1.2.0 1.9.9 v1.10.0+build    ; 1.1.9 2.0.0 2.0.0-rc.1 1.3.0-rc.1",
                ">=1.2, <2      ; 1.2.0                        ; 2.0.0",
                "1.2.3          ; 1.2.3 v1.2.3                 ; 1.2.4 1.2.3-rc.1",
                "=1.2.3         ; 1.2.3                        ; 1.2.2",
                "1.2            ; 1.2.0 1.2.9                  ; 1.3.0 1.3.0-0 1.1.9",
                "1.x            ; 1.0.0 1.9.9                  ; 2.0.0 0.9.9",
                "1.2.*          ; 1.2.0 1.2.9                  ; 1.3.0",
                "*              ; 0.0.0 99.0.0                 ; 1.0.0-rc.1",
                "^1.2.3         ; 1.2.3 1.9.0                  ; 1.2.2 2.0.0 2.0.0-alpha",
                "^0.2.3         ; 0.2.3 0.2.9                  ; 0.3.0 0.2.2",
                "^0.0.3         ; 0.0.3                        ; 0.0.4",
                "^1             ; 1.0.0 1.9.9                  ; 2.0.0",
                "~1.2.3         ; 1.2.3 1.2.9                  ; 1.3.0 1.2.2",
                "~1.2           ; 1.2.0 1.2.9                  ; 1.3.0",
                "~1             ; 1.0.0 1.9.9                  ; 2.0.0",
                ">1.2           ; 1.3.0                        ; 1.2.9 1.3.0-rc.1",
                ">1.2.3         ; 1.2.4                        ; 1.2.3",
                "<=1.2          ; 1.2.9 0.1.0                  ; 1.3.0",
                "<=1.2.3        ; 1.2.3                        ; 1.2.4",
                "<1.2           ; 1.1.9                        ; 1.2.0 1.2.0-rc.1",
                "^1.2.3-rc.2    ; 1.2.3-rc.2 1.2.3-rc.10 1.2.3 ; 1.2.3-rc.1 1.2.4-rc.1",
                ">=1.0.0-0 <2   ; 1.0.0-alpha 1.5.0            ; 1.5.0-rc.1",
                "~1.2 || ^3     ; 1.2.5 3.4.0                  ; 2.0.0",
            })
    void rangeHoldsWhatItSays(String range, String inside, String outside) {
        VersionRange parsed = VersionRange.parse(range).orElseThrow();
        assertThat(inside.split(" ", -1)).allMatch(each -> parsed.contains(version(each)));
        assertThat(outside.split(" ", -1)).noneMatch(each -> parsed.contains(version(each)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "latest",
                ">=",
                "1.2.3.4",
                "1.2 - 2",
                "01.2",
                ">=1.2 ||",
                "1.2-rc",
                "!=1",
                "1.2.3<4",
                "99999999999"
            })
    void textThatIsNoRangeIsNone(String text) {
        assertThat(VersionRange.parse(text)).isEmpty();
    }

    @Test
    void versionsAreInTheOrderOfSemver() {
        List<String> ordered = List.of(
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1",
                "1.2.0",
                "1.10.0",
                "2.0.0");
        List<Version> shuffled =
                ordered.stream().map(VersionRangeTests::version).collect(java.util.stream.Collectors.toList());
        Collections.shuffle(shuffled);
        assertThat(shuffled.stream().sorted())
                .containsExactlyElementsOf(
                        ordered.stream().map(VersionRangeTests::version).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.2", "v1", "release-1.2.3", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-a..b", "99999999999.0.0", ""
            })
    void tagThatIsNoVersionIsPassedOver(String tag) {
        assertThat(Version.parse(tag)).isEmpty();
    }

    @Test
    void greatestTagInTheRangeIsWanted() {
        WantedRef.Newest newest =
                (WantedRef.Newest) WantedRef.parse("semver:>=1.2 <2").orElseThrow();
        assertThat(newest.of(List.of(
                        "refs/tags/v1.9.0",
                        "refs/tags/v1.10.0",
                        "refs/heads/1.11.0",
                        "refs/tags/2.0.0",
                        "refs/tags/latest")))
                .isEqualTo(Optional.of("refs/tags/v1.10.0"));
        assertThat(newest.of(List.of("refs/tags/v2.0.0"))).isEmpty();
    }

    @Test
    void refMeansABranchACommitARangeOrWhatItNames() {
        String commit = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
        assertThat(Stream.of("main", "HEAD", "refs/tags/v1", commit, "semver:^1")
                        .map(WantedRef::full))
                .containsExactly("refs/heads/main", "HEAD", "refs/tags/v1", commit, "semver:^1");
        assertThat(WantedRef.parse(commit)).containsInstanceOf(WantedRef.Pinned.class);
        assertThat(WantedRef.parse("semver:newest")).isEmpty();
        assertThat(WantedRef.parse("refs/heads/a..b")).isEmpty();
        assertThat(WantedRef.parse("main")).isEmpty();
    }

    private static Version version(String text) {
        return Version.parse(text).orElseThrow();
    }
}
