/**
 * The engine of the stand-in controllers: it hears of every change, asks the controllers which objects that concerns, and
 * lets them look at these one after the other. Beside it, what every cluster does whatever the workload: collecting
 * garbage and ending namespaces.
 */
@NullMarked
package io.keelstream.sandbox.control;

import org.jspecify.annotations.NullMarked;
