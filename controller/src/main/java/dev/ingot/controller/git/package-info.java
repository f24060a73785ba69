/**
 * `git push` to the platform: bare repositories, and a push of the default branch that is only accepted when it builds. The deployment
 * goes the way every client goes, through the v3 API as the pushing user, so it can do nothing the user could not do.
 */
@NullMarked
package dev.ingot.controller.git;

import org.jspecify.annotations.NullMarked;
