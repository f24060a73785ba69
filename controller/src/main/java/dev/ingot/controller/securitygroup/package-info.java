/** Security groups: what apps of a space may reach. Kept and shown; cells do not enforce them yet. */
@NullMarked
package dev.ingot.controller.securitygroup;

import org.jspecify.annotations.NullMarked;
