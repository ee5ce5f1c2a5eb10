/**
 * Stand-ins for the controllers, the scheduler and the nodes of a cluster: deployments roll, pods become ready, crash or
 * hang as their annotations say. They follow the real ones' rules where clients can see them.
 */
@NullMarked
package io.keelstream.sandbox.workload;

import org.jspecify.annotations.NullMarked;
