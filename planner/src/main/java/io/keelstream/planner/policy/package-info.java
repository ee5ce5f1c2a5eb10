/** What the installation's rules have against a change: what only warns, what waits for approval, what is not applied. Pure. */
@NullMarked
package io.keelstream.planner.policy;

import org.jspecify.annotations.NullMarked;
