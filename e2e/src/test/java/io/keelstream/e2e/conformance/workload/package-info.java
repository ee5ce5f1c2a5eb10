/** Stories of workloads, as their health shows them: the same on the sandbox as on a real control plane. */
@NullMarked
package io.keelstream.e2e.conformance.workload;

import org.jspecify.annotations.NullMarked;
