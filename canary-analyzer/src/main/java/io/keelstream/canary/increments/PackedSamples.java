package io.keelstream.canary.increments;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Samples in two arrays: an answer has thousands of them, and as an object of its own each takes twice the memory. Immutable.
 */
public final class PackedSamples extends AbstractList<Sample> implements RandomAccess {

    private final long[] times;
    private final double[] values;

    private PackedSamples(long[] times, double[] values) {
        this.times = times;
        this.values = values;
    }

    /** The same samples, packed. */
    static PackedSamples copyOf(List<Sample> samples) {
        if (samples instanceof PackedSamples packed) {
            return packed;
        }
        Builder packed = new Builder();
        samples.forEach(sample -> packed.add(sample.atMillis(), sample.value()));
        return packed.build();
    }

    @Override
    public Sample get(int index) {
        Objects.checkIndex(index, times.length);
        return new Sample(times[index], values[index]);
    }

    @Override
    public int size() {
        return times.length;
    }

    /** Collects samples one by one. For one use by one thread. */
    public static final class Builder {

        private static final int FIRST = 16;

        private long[] times = new long[FIRST];
        private double[] values = new double[FIRST];
        private int size;

        /**
         * One more sample.
         *
         * @param atMillis when it was scraped, milliseconds since 1970
         * @param value as the source has it
         */
        public void add(long atMillis, double value) {
            if (size == times.length) {
                times = Arrays.copyOf(times, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            times[size] = atMillis;
            values[size] = value;
            size++;
        }

        /** All of them, in the order in which they were added. */
        public PackedSamples build() {
            return new PackedSamples(Arrays.copyOf(times, size), Arrays.copyOf(values, size));
        }
    }
}
