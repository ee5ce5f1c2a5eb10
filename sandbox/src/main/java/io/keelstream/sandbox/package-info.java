/**
 * A Kubernetes API inside this JVM, for trying Keelstream out and for fast tests: a real HTTP endpoint with its own
 * store, controllers that stand in for the real ones, and faults on demand. A convenience, not a cluster; no production
 * code depends on it. {@link io.keelstream.sandbox.Sandbox} is the way in.
 */
@NullMarked
package io.keelstream.sandbox;

import org.jspecify.annotations.NullMarked;
