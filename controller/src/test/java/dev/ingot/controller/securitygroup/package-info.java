/** Tests of security groups. */
@NullMarked
package dev.ingot.controller.securitygroup;

import org.jspecify.annotations.NullMarked;
