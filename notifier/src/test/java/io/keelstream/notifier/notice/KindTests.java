package io.keelstream.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.topic.Topic;
import org.junit.jupiter.api.Test;

class KindTests {

    @Test
    void everyKindIsOnATopicThatAnyoneMayRead() {
        assertThat(Kind.values())
                .allSatisfy(kind -> assertThat(kind.type().topic().audience()).isEqualTo(Topic.Audience.PUBLIC));
    }
}
