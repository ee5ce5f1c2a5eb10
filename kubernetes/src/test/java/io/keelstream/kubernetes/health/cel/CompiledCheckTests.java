package io.keelstream.kubernetes.health.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.health.CustomHealth;
import io.keelstream.kubernetes.health.Health;
import io.keelstream.kubernetes.health.HealthAssessment;
import io.keelstream.kubernetes.health.HealthContext;
import io.keelstream.kubernetes.health.HealthStatus;
import io.keelstream.kubernetes.health.library.InstalledHealth;
import io.keelstream.kubernetes.json.Json;
import io.keelstream.kubernetes.object.GroupKind;
import io.keelstream.kubernetes.object.Manifest;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What expressions of an installation decide, and what they cannot do. */
class CompiledCheckTests {

    private static final GroupKind DATABASE = new GroupKind("example.com", "Database");

    private final HealthContext context = HealthContext.standing(Instant.parse("2026-03-02T08:00:00Z"));

    private static Manifest database(String rest) {
        String json = "{'apiVersion':'example.com/v1','kind':'Database','metadata':{'name':'d'}" + rest + "}";
        return new Manifest(Json.readObject(json.replace('\'', '"')));
    }

    private static CustomHealth health(String healthy, String degraded) {
        return InstalledHealth.of(Map.of(DATABASE, new CelCheck(healthy, degraded, "")), Set.of());
    }

    private Health judged(CustomHealth rules, Manifest object) {
        return HealthAssessment.of(object, context, rules).health();
    }

    @Test
    void firstExpressionThatHoldsDecides() {
        // Given
        CustomHealth rules =
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
    void conditionOfAnEarlierGenerationIsNotThere() {
        // Given
        CustomHealth rules = health("conditions.Up.status == 'True'", "conditions.Up.status == 'False'");
        String status =
                ",'status':{'conditions':[{'type':'Up','status':'%s','reason':'Broken','observedGeneration':%d}]}";
        Manifest now = database(status.formatted("False", 2));
        Manifest before = database(status.formatted("False", 1));
        Manifest.map(now.tree().get("metadata")).put("generation", 2L);
        Manifest.map(before.tree().get("metadata")).put("generation", 2L);

        // Then
        assertThat(HealthAssessment.of(now, context, rules)).isEqualTo(new HealthStatus(Health.DEGRADED, "Broken"));
        assertThat(judged(rules, before)).isEqualTo(Health.PROGRESSING);
    }

    @Test
    void kindThatIsLeftToTheGenericRulesIsNotJudgedByTheLibrary() {
        // Given
        GroupKind issuer = new GroupKind("cert-manager.io", "Issuer");
        Manifest failed = new Manifest(Json.readObject("""
            {"apiVersion": "cert-manager.io/v1", "kind": "Issuer", "metadata": {"name": "a"},
             "status": {"conditions": [{"type": "Ready", "status": "False", "reason": "Unreachable"}]}}
            """));

        // Then
        assertThat(judged(InstalledHealth.of(Map.of(), Set.of()), failed)).isEqualTo(Health.DEGRADED);
        assertThat(judged(InstalledHealth.of(Map.of(), Set.of(issuer)), failed)).isEqualTo(Health.PROGRESSING);
        assertThat(judged(InstalledHealth.of(Map.of(issuer, new CelCheck("true", "", "")), Set.of()), failed))
                .isEqualTo(Health.HEALTHY);
    }

    @Test
    void whatIsSaidOfAKindComesBeforeWhatIsSaidOfAllKindsOfItsGroup() {
        // Given
        GroupKind all = new GroupKind("example.com", "*");
        CelCheck never = new CelCheck("false", "", "");
        CelCheck always = new CelCheck("true", "", "");
        Manifest other = new Manifest(Json.readObject(
                "{\"apiVersion\": \"example.com/v1\", \"kind\": \"Table\", \"metadata\": {\"name\": \"t\"}}"));
        Manifest elsewhere = new Manifest(Json.readObject(
                "{\"apiVersion\": \"example.org/v1\", \"kind\": \"Table\", \"metadata\": {\"name\": \"t\"}}"));

        // Then
        CustomHealth rules = InstalledHealth.of(Map.of(all, never, DATABASE, always), Set.of());
        assertThat(judged(rules, database(""))).isEqualTo(Health.HEALTHY);
        assertThat(judged(rules, other)).isEqualTo(Health.PROGRESSING);
        assertThat(judged(rules, elsewhere)).as("of another group").isEqualTo(Health.HEALTHY);
        assertThat(judged(InstalledHealth.of(Map.of(all, never), Set.of(DATABASE)), database("")))
                .as("left to the rules for every kind")
                .isEqualTo(Health.HEALTHY);
        assertThat(judged(InstalledHealth.of(Map.of(DATABASE, never), Set.of(all)), other))
                .isEqualTo(Health.HEALTHY);
    }

    @Test
    void listsCanBeSearched() {
        // Given
        CustomHealth rules = health("object.status.conditions.exists(c, c.type == 'Synced' && c.status == 'True')", "");
        // Then
        assertThat(judged(rules, database(",'status':{'conditions':[{'type':'Synced','status':'True'}]}")))
                .isEqualTo(Health.HEALTHY);
    }

    @Test
    void genericRulesAndOtherKindsStayAsTheyAre() {
        // Given
        CustomHealth rules = health("true", "");
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
        CustomHealth rules = health("object.l.all(a, object.l.all(b, object.l.all(c, a + b + c == 3)))", "");
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
