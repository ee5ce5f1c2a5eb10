package io.keelstream.kubernetes.health.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What expressions of an installation decide, and what they cannot do. */
class CelHealthTests {

    private static final GroupKind DATABASE = new GroupKind("example.com", "Database");

    private final HealthContext context = HealthContext.standing(Instant.parse("2026-03-02T08:00:00Z"));

    private static Manifest database(String rest) {
        String json = "{'apiVersion':'example.com/v1','kind':'Database','metadata':{'name':'d'}" + rest + "}";
        return new Manifest(Json.readObject(json.replace('\'', '"')));
    }

    private static CelHealth health(String healthy, String degraded) {
        return CelHealth.compile(List.of(new CelCheck(DATABASE, healthy, degraded, "")));
    }

    private Health judged(CelHealth rules, Manifest object) {
        return HealthAssessment.of(object, context, rules).health();
    }

    @Test
    void firstExpressionThatHoldsDecides() {
        // Given
        CelHealth rules =
                health("object.status.phase == 'Up' && object.status.nodes >= 2", "object.status.phase == 'Down'");
        // Then
        assertThat(judged(rules, database(",'status':{'phase':'Up','nodes':3}")))
                .isEqualTo(Health.HEALTHY);
        assertThat(judged(rules, database(",'status':{'phase':'Down','nodes':null}")))
                .isEqualTo(Health.DEGRADED);
        assertThat(judged(rules, database(",'status':{'phase':'Up','nodes':1}")))
                .isEqualTo(Health.PROGRESSING);
    }

    @Test
    void fieldThatIsNotThereYetMakesAnExpressionFalse() {
        assertThat(judged(health("object.status.phase == 'Up'", ""), database("")))
                .isEqualTo(Health.PROGRESSING);
    }

    @Test
    void listsCanBeSearched() {
        // Given
        CelHealth rules = health("object.status.conditions.exists(c, c.type == 'Synced' && c.status == 'True')", "");
        // Then
        assertThat(judged(rules, database(",'status':{'conditions':[{'type':'Synced','status':'True'}]}")))
                .isEqualTo(Health.HEALTHY);
    }

    @Test
    void genericRulesAndOtherKindsStayAsTheyAre() {
        // Given
        CelHealth rules = health("true", "");
        Manifest terminating = database("");
        Manifest.map(terminating.tree().get("metadata")).put("deletionTimestamp", "2026-03-02T07:00:00Z");
        // Then
        assertThat(judged(rules, terminating)).isEqualTo(Health.PROGRESSING);
        assertThat(rules.of(new Manifest(Json.readObject("{\"apiVersion\":\"v1\",\"kind\":\"Database\"}"))))
                .isNull();
    }

    @Test
    void loopOverTheLimitDoesNotHold() {
        // Given
        String list = "[" + "1,".repeat(99) + "1]";
        CelHealth rules = health("object.l.all(a, object.l.all(b, object.l.all(c, a + b + c == 3)))", "");
        // Then
        assertThat(judged(rules, database(",'l':" + list))).isEqualTo(Health.PROGRESSING);
    }

    @Test
    void expressionThatIsNoneIsNamed() {
        assertThatThrownBy(() -> health("object.status.phase ==", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Database.example.com")
                .hasMessageContaining("object.status.phase ==");
        assertThatThrownBy(() -> health("1 + 1", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
