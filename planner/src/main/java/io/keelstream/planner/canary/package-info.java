/**
 * Whether a plan puts its workload on trial, and everything that the trial writes: digest, copies, sizes, traffic. Pure; the
 * dry run reads what is live and asks the server.
 */
@NullMarked
package io.keelstream.planner.canary;

import org.jspecify.annotations.NullMarked;
