package io.keelstream.cli.adopt.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoriesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.com/acme/infra",
                "https://git.example.com/acme/infra.git/",
                "https://user:token@GIT.example.com:8443/acme/infra.git",
                "git@git.example.com:acme/infra.git",
                "ssh://git@git.example.com:22/acme/infra"
            })
    void oneRepositoryHasManyAddresses(String address) {
        assertThat(Repositories.of(List.of("git@git.example.com:acme/infra.git"))
                        .isOwn(address))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.com/acme/infra2",
                "https://git.example.org/acme/infra",
                "https://git.example.com/Acme/infra",
                ""
            })
    void othersAreOthers(String address) {
        assertThat(Repositories.of(List.of("git@git.example.com:acme/infra.git"))
                        .isOwn(address))
                .isFalse();
    }

    @Test
    void withoutRemotesEveryAddressIsTaken() {
        assertThat(Repositories.of(List.of()).isOwn("https://elsewhere.example.com/x"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HEAD", "main", "refs/heads/main"})
    void namesOfOneBranchAreOne(String ref) {
        assertThat(Repositories.of(List.of(), "main").ref(ref)).isEqualTo("main");
    }

    @Test
    void headIsABranchOfItsOwnWhereNobodyNamesIt() {
        assertThat(Repositories.of(List.of()).ref("")).isEqualTo("HEAD");
        assertThat(Repositories.of(List.of()).ref("main")).isEqualTo("main");
    }
}
