/** Which platform, org and space the user's commands go to, and the tokens for it. */
@NullMarked
package dev.ingot.cli.target;

import org.jspecify.annotations.NullMarked;
