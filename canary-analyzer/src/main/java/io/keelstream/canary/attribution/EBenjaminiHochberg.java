package io.keelstream.canary.attribution;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which metrics are to blame: at most a share alpha of those named is innocent in the mean, whatever the dependence
 * between them.
 *
 * <p>e-BH (Wang and Ramdas, "False discovery rate control with e-values", 2022): with e-values in falling order, blame
 * the first k where k is the greatest number with {@code e_(k) >= M / (k alpha)}. Stateless.
 */
public final class EBenjaminiHochberg {

    private EBenjaminiHochberg() {}

    /**
     * The names to blame, strongest evidence first.
     *
     * @param logE name to ln e-value
     * @param alpha between 0 and 1
     */
    public static Set<String> blamed(Map<String, Double> logE, double alpha) {
        List<Map.Entry<String, Double>> falling = logE.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        int blamed = 0;
        for (int k = 1; k <= falling.size(); k++) {
            if (falling.get(k - 1).getValue() >= StrictMath.log(falling.size() / (k * alpha))) {
                blamed = k;
            }
        }
        Set<String> names = new LinkedHashSet<>();
        falling.subList(0, blamed).forEach(entry -> names.add(entry.getKey()));
        return Collections.unmodifiableSet(names);
    }
}
