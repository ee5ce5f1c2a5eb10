package io.keelstream.e2e.suite;

import io.keelstream.e2e.cluster.RealControlPlane;
import io.keelstream.e2e.cluster.TestCluster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The suite asks what only a real API server knows: rights, admission, its own programs. Elsewhere it is skipped. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("real-cluster")
@EnabledIfSystemProperty(
        named = TestCluster.CHOICE,
        matches = RealControlPlane.NAME,
        disabledReason = "needs a real API server; run with -D" + TestCluster.CHOICE + "=" + RealControlPlane.NAME)
public @interface RealCluster {}
