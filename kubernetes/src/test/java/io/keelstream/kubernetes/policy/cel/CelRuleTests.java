package io.keelstream.kubernetes.policy.cel;

import static io.keelstream.kubernetes.policy.Objects.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keelstream.kubernetes.policy.Objects;
import io.keelstream.kubernetes.policy.RuleBook;
import io.keelstream.kubernetes.policy.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules of an installation decide, and what they cannot do. */
class CelRuleTests {

    private static final String BALANCER =
            "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: LoadBalancer}}";

    private static CelRule rule(String expression, String... kinds) {
        return CelRule.compile("own", List.of(kinds), expression, "", "");
    }

    @Test
    void expressionIsTrueWhereTheObjectKeepsIt() {
        CelRule rule = rule("object.spec.type != 'LoadBalancer'", "Service");
        assertThat(facts(rule, BALANCER)).containsExactly("is not true: object.spec.type != 'LoadBalancer'");
        assertThat(facts(rule, BALANCER.replace("LoadBalancer", "ClusterIP"))).isEmpty();
    }

    @Test
    void messageIsSaidInPlaceOfTheExpression() {
        assertThat(facts(CelRule.compile("own", List.of("*"), "false", "no load balancers here", ""), BALANCER))
                .containsExactly("no load balancers here");
        assertThat(facts(CelRule.compile("own", List.of("*"), "false", "fixed", "'not ' + object.spec.type"), BALANCER))
                .containsExactly("not LoadBalancer");
        assertThat(facts(CelRule.compile("own", List.of("*"), "false", "fixed", "object.spec.missing"), BALANCER))
                .as("a message that cannot be made")
                .containsExactly("fixed");
    }

    @Test
    void predecessorIsNullForANewObject() {
        // Given
        CelRule rule = rule("oldObject == null || object.spec.type == oldObject.spec.type", "Service");
        RuleBook book = new RuleBook(List.of(rule));
        String changed = BALANCER.replace("LoadBalancer", "NodePort");

        // Then
        assertThat(rule.compares()).isTrue();
        assertThat(facts(rule, BALANCER)).isEmpty();
        assertThat(book.all(Objects.of(changed), Objects.of(BALANCER))).hasSize(1);
        assertThat(book.all(Objects.of(BALANCER), Objects.of(BALANCER))).isEmpty();
    }

    @Test
    void kindsAreNamedOneByOneByGroupOrAll() {
        String database = "{apiVersion: data.example.com/v1, kind: Database, metadata: {name: a}}";
        assertThat(facts(rule("false", "*"), database)).hasSize(1);
        assertThat(facts(rule("false", "*.data.example.com"), database)).hasSize(1);
        assertThat(facts(rule("false", "Service", "Database.data.example.com"), database))
                .hasSize(1);
        assertThat(facts(rule("false", "*.example.com", "Database", "Cache.data.example.com"), database))
                .isEmpty();
    }

    @Test
    void ruleThatCannotBeEvaluatedCountsAsBroken() {
        assertThat(facts(rule("object.spec.missing == 'a'", "Service"), BALANCER))
                .singleElement()
                .asString()
                .startsWith("counts as broken, because it cannot be evaluated (")
                .contains("missing")
                .endsWith("object.spec.missing == 'a'");
    }

    @Test
    void loopOverTheLimitCountsAsBroken() {
        String list = "[" + "1,".repeat(99) + "1]";
        CelRule rule = rule("object.l.all(a, object.l.all(b, object.l.all(c, a + b + c == 3)))", "*");
        assertThat(facts(rule, "{apiVersion: v1, kind: Service, metadata: {name: a}, l: " + list + "}"))
                .singleElement()
                .asString()
                .contains("counts as broken");
    }

    @Test
    void ofASecretOnlyTheKeysAreSeen() {
        String secret = """
            {apiVersion: v1, kind: Secret, metadata: {name: a}, type: Opaque,
             data: {user: aHVudGVyMg==}, stringData: {password: hunter2}}
            """;
        assertThat(facts(rule("has(object.data.user) && object.type == 'Opaque'", "Secret"), secret))
                .isEmpty();
        assertThat(facts(
                        CelRule.compile(
                                "own",
                                List.of("*"),
                                "false",
                                "",
                                "object.data.user + '/' + object.stringData.password"),
                        secret))
                .containsExactly("/");
    }

    @Test
    void ruleThatCannotBeCompiledIsNamed() {
        assertThatThrownBy(() -> rule("object.spec.type ==", "Service"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule own: cannot be compiled: object.spec.type ==");
        assertThatThrownBy(() -> rule("1 + 1", "Service")).hasMessageContaining("rule own: cannot be compiled: 1 + 1");
        assertThatThrownBy(() -> rule("target.name == 'a'", "Service")).hasMessageContaining("target");
        assertThatThrownBy(() -> rule("true", "Deploy ment")).hasMessageContaining("'Deploy ment' is no kind");
        assertThatThrownBy(() -> rule("true")).hasMessageContaining("rule own needs kinds");
    }

    @Test
    void anotherTextIsAnotherRule() {
        assertThat(rule("true", "*").text())
                .isNotEqualTo(rule("false", "*").text())
                .isNotEqualTo(rule("true", "Service").text());
    }

    @Test
    void violationIsByTheObjectAlone() {
        assertThat(new RuleBook(List.of(rule("false", "*"))).all(Objects.of(BALANCER), Objects.of(BALANCER)))
                .singleElement()
                .extracting(Violation::involved)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
                .hasSize(1);
    }
}
