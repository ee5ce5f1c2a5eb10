/** Canary analyses: what a release asks for, what is measured, and the verdict. */
@NullMarked
package io.keelstream.contracts.analysis;

import org.jspecify.annotations.NullMarked;
