/** Who signed what a target reads: keys, signatures of OpenPGP and SSH, and the commit that answers for some files. */
@NullMarked
package io.keelstream.gitwatcher.signature;

import org.jspecify.annotations.NullMarked;
