/** Server-side apply and managedFields of the sandbox's objects, by the merge engine that the planner predicts with. */
@NullMarked
package io.keelstream.sandbox.ownership;

import org.jspecify.annotations.NullMarked;
