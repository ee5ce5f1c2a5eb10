package io.keelstream.gitwatcher.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelstream.contracts.canary.CanaryRules;
import io.keelstream.contracts.targets.TargetPolicy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyDigestTests {

    @Test
    void everyComponentChangesTheDigest() throws Exception {
        // Given
        TargetPolicy canary = TargetPolicy.DEFAULT.withCanary(CanaryRules.DEFAULT);
        List<Record> policies = new ArrayList<>(variants(canary));
        policies.addAll(List.of(canary, TargetPolicy.DEFAULT));

        // When
        Set<String> digests = new HashSet<>();
        for (Record policy : policies) {
            digests.add(PolicyDigest.of((TargetPolicy) policy));
        }

        // Then
        assertThat(policies).hasSizeGreaterThan(TargetPolicy.class.getRecordComponents().length);
        assertThat(digests).hasSameSizeAs(policies);
        assertThat(PolicyDigest.of((TargetPolicy) with(canary, -1, 0))).isEqualTo(PolicyDigest.of(canary));
    }

    /** The record with one component changed, for each of its components and those of records in it. */
    private static List<Record> variants(Record record) throws Exception {
        List<Record> variants = new ArrayList<>();
        RecordComponent[] components = record.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            for (Object other : others(components[i].getAccessor().invoke(record))) {
                variants.add(with(record, i, other));
            }
        }
        return variants;
    }

    private static List<?> others(Object value) throws Exception {
        return switch (value) {
            case Record record -> variants(record);
            case null -> List.of();
            case Boolean flag -> List.of(!flag);
            case Integer number -> List.of(number + 1);
            case Long number -> List.of(number + 1);
            case Enum<?> constant ->
                Arrays.stream(constant.getDeclaringClass().getEnumConstants())
                        .filter(each -> each != constant)
                        .toList();
            case List<?> list
            when !list.isEmpty() && list.getFirst() instanceof Record first ->
                variants(first).stream().map(List::of).toList();
            case List<?> list -> List.of(List.of("other"));
            case Map<?, ?> map -> List.of(Map.of("interval", "5s"));
            default -> throw new AssertionError("no rule for " + value.getClass());
        };
    }

    private static Record with(Record record, int index, Object other) throws Exception {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = i == index ? other : components[i].getAccessor().invoke(record);
        }
        return (Record) record.getClass().getDeclaredConstructor(types).newInstance(values);
    }
}
