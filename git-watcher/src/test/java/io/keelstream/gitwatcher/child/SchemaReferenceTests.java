package io.keelstream.gitwatcher.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a chart's schema refers to outside of itself, helm would read from the machine or the network. */
class SchemaReferenceTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"file:///etc/hostname\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"etc/hostname\"}}}",
                "{\"properties\": {\"a\": {\"\\u0024ref\": \"/etc/hostname\"}}}",
                "{\"anyOf\": [{\"$ref\": \"FILE:///etc/hostname#/x\"}]}",
                "{\"$dynamicRef\": \"file:///etc/hostname\"}",
                "{\"$recursiveRef\": \"file:///etc/hostname\"}",
                "{\"$schema\": \"file:///etc/hostname\"}",
                "{\"properties\": {\"a\": {\"$schema\": \"http://example.com/schema\"}}}",
                "{\"$schema\": \"http://json-schema.org/draft-03/schema#\"}",
                "{\"$id\": \"file:///etc/\", \"properties\": {\"a\": {\"$ref\": \"hostname\"}}}",
                "{\"properties\": {\"default\": {\"$ref\": \"https://example.com/a.json\"}}}",
                "{\"properties\": {\"a\": {\"$ref\": \"#\", \"$ref\": \"file:///etc/hostname\"}}}",
                "{\"$ref\": \" #/x\"}",
                "\uFEFF{\"$ref\": \"urn:x\"}",
                "{} {\"$ref\": \"file:///etc/hostname\"}",
                "not json",
            })
    void referenceOutOfASchemaIsRefused(String schema) {
        assertThat(SchemaReferences.problem(schema.getBytes(StandardCharsets.UTF_8), "shop/values.schema.json"))
                .hasValueSatisfying(problem -> {
                    assertThat(problem.reason()).isEqualTo("RendererInput");
                    assertThat(problem.where()).isEqualTo("shop/values.schema.json");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "\uFEFF{\"$schema\": \"http://json-schema.org/schema#\", \"$id\": \"https://example.com/a\", \"type\": \"object\"}",
                "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"$defs\": {\"a\": {}}, \"$ref\": \"#/$defs/a\"}",
                "{\"properties\": {\"$ref\": {\"type\": \"string\"}, \"a\": {\"$ref\": \"http://json-schema.org/draft-07/schema#\"}}}",
            })
    void schemaThatRefersToItselfIsTaken(String schema) {
        assertThat(SchemaReferences.problem(schema.getBytes(StandardCharsets.UTF_8), "x"))
                .isEmpty();
    }
}
