package io.keelstream.canary.increments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedSamplesTests {

    @Test
    void samplesAreThoseThatWereAddedInTheirOrder() {
        // Given
        PackedSamples.Builder builder = new PackedSamples.Builder();
        List<Sample> added = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            added.add(new Sample(1_000L * i, i / 3.0));
            builder.add(1_000L * i, i / 3.0);
        }

        // When
        PackedSamples packed = builder.build();
        builder.add(0, 0);

        // Then
        assertThat(packed).containsExactlyElementsOf(added).isEqualTo(added);
        assertThat(PackedSamples.copyOf(added)).isEqualTo(packed);
        assertThat(PackedSamples.copyOf(packed)).isSameAs(packed);
    }

    @Test
    void nothingIsFoundBeyondTheEnd() {
        PackedSamples packed = PackedSamples.copyOf(List.of(new Sample(1, 2)));

        assertThatThrownBy(() -> packed.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(PackedSamples.copyOf(List.of())).isEmpty();
    }
}
