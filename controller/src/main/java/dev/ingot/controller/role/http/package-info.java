/** `/v3/roles`, and the users of orgs and spaces. */
@NullMarked
package dev.ingot.controller.role.http;

import org.jspecify.annotations.NullMarked;
