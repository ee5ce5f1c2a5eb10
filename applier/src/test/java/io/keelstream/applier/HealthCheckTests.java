package io.keelstream.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What an installation says of its own kinds. */
class HealthCheckTests {

    @Test
    void kindIsWholeOrEveryKindOfAGroup() {
        assertThat(check("acme.example.com", "*").kind()).isEqualTo("*");
        assertThatThrownBy(() -> check("acme.example.com", "Data*"))
                .hasMessageContaining("Data* of group 'acme.example.com'")
                .hasMessageContaining("* for every kind of the group");
        assertThatThrownBy(() -> check("*.example.com", "Database")).hasMessageContaining("a group has to be whole");
    }

    @Test
    void whatSaysNothingIsRefusedWithAnExample() {
        assertThatThrownBy(() -> new HealthCheck("acme.example.com", "Database", "", "", "", "", false))
                .hasMessageContaining("either healthy or generic: true")
                .hasMessageContaining("object.status.ready");
        assertThatThrownBy(() -> new HealthCheck("acme.example.com", "", "true", "", "", "", false))
                .hasMessageContaining("needs kind");
    }

    private static HealthCheck check(String group, String kind) {
        return new HealthCheck(group, kind, "true", "", "", "", false);
    }
}
