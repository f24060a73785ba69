/** What every command for developers shares: the logged-in client, the targeted space, looking things up by name, JSON or tables. */
@NullMarked
package dev.ingot.cli.session;

import org.jspecify.annotations.NullMarked;
