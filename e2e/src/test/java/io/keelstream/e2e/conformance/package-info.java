/**
 * Calls to a Kubernetes API as data, with the answers that a real API server gave: the same on the sandbox and on a real
 * control plane. {@code -Dkeelstream.conformance.record=true} with a real control plane writes the answers anew.
 */
@NullMarked
package io.keelstream.e2e.conformance;

import org.jspecify.annotations.NullMarked;
