package io.keelstream.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TopicTests {

    @ParameterizedTest
    @CsvSource({
        "production/checkout, production/checkout",
        "production/checkout#approval/ada#1, production/checkout",
        "infra@refs/heads/main#checkout, infra@refs/heads/main",
        "'#odd', ''"
    })
    void subjectIsWhatStandsBeforeTheFirstHash(String key, String subject) {
        assertThat(Topic.subject(key)).isEqualTo(subject);
    }

    @ParameterizedTest
    @EnumSource
    void namesAreLowerCaseWithDotsAndAMajorVersion(Topic topic) {
        assertThat(topic.topicName()).matches("keelstream\\.[a-z-]+\\.v1");
    }
}
