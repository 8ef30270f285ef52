"""What a command is given: who acts, on which day, in which store, and the text it reads."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from visavi.errors import InvalidInput
from visavi_cli import paths, settings
from visavi_cli.texts import read_optional, read_text

if TYPE_CHECKING:
    from visavi.policy.loading import Policies
    from visavi.store import TinyRepository
    from visavi.usecases.actor import Actor
    from visavi.usecases.workspace import Workspace


class Run:
    """One run of one command. Everything is looked up when it is first asked for."""

    def __init__(self, common: Mapping[str, Any]) -> None:
        self._common = common
        self._repository: TinyRepository | None = None
        self.conflicts_shown = False
        """Whether the command itself is about second versions of documents."""

    @property
    def as_json(self) -> bool:
        """Whether data is printed as JSON."""
        return bool(self._common["as_json"])

    @property
    def dry_run(self) -> bool:
        """Whether nothing may be changed."""
        return bool(self._common["dry_run"])

    @property
    def asked_linear(self) -> bool:
        """Whether plain lines are asked for by option."""
        return bool(self._common["linear"])

    @property
    def linear(self) -> bool:
        """Whether plain lines are asked for by option or are this computer's setting."""
        if self.asked_linear:
            return True
        try:
            return (settings.value_of("linear") or "no") not in ("no", "0")
        except InvalidInput:
            return False  # whatever needs the settings says what is wrong with them

    @property
    def no_input(self) -> bool:
        """Whether nothing may be asked."""
        return bool(self._common["no_input"])

    @property
    def no_plugins(self) -> bool:
        """Whether no installed policy may be loaded."""
        return bool(self._common["no_plugins"])

    @property
    def person(self) -> str | None:
        """Who acts; ``None`` is the keeper of the store."""
        from visavi.model.ids import person_id

        given = self._common["as_"] or settings.value_of("as")
        return None if given is None else person_id(given)

    @property
    def on(self) -> date:
        """The day that counts."""
        return self._common["as_of"] or date.today()

    @property
    def actor(self) -> "Actor":
        """Who acts, on which day, and the claimed moment."""
        from visavi.usecases.actor import Actor

        return Actor(self.person, self.on, datetime.now().astimezone().replace(microsecond=0))

    @property
    def named_store(self) -> str | None:
        """The folder of the store, if it is named by option."""
        named: str | None = self._common["store"]
        return named

    @property
    def store(self) -> str:
        """The folder of the store."""
        return self.named_store or settings.value_of("store") or paths.default_store()

    @property
    def repository(self) -> "TinyRepository":
        """The store, opened now."""
        if self._repository is None:
            from visavi_cli.opening import open_repository

            self._repository = open_repository(self)
        return self._repository

    @property
    def opened(self) -> "TinyRepository | None":
        """The store, if it is open."""
        return self._repository

    def close(self) -> None:
        """Let go of the store and its keys: who asks for it next opens it anew."""
        if self._repository is not None:
            self._repository.folder.codec.forget()
        self._repository = None

    def adopt(self, repository: "TinyRepository") -> None:
        """Take the store that was opened already."""
        self._repository = repository

    @property
    def passphrase_fd(self) -> str | None:
        """The file descriptor to read the store's passphrase from, if one is named."""
        given: str | None = self._common["passphrase_fd"]
        return given

    @property
    def passphrase_command(self) -> str | None:
        """The command that prints the store's passphrase, if one is named by option."""
        given: str | None = self._common["passphrase_command"]
        return given

    @property
    def policy(self) -> str | None:
        """The policy asked for by option, if one is."""
        named: str | None = self._common["policy"]
        return named

    @property
    def policy_dirs(self) -> tuple[str, ...]:
        """Folders of policies that are not installed; one named on the line must hold a policy."""
        import os

        for folder in self._common["policy_dir"]:
            if not os.path.exists(os.path.join(folder, "policy.toml")):
                raise InvalidInput(
                    "--policy-dir: {folder} holds no policy.toml.",
                    todo="Name the folder of the policy itself; several policies need it again.",
                    folder=ascii(folder[:200]),
                )
        listed = settings.value_of("policy-dirs") or ""
        return (*self._common["policy_dir"], *filter(None, listed.split(os.pathsep)))

    @property
    def policies(self) -> "Policies":
        """The policies of the store, or the one asked for by option."""
        from visavi_cli.policies import policies_for

        return policies_for(self)

    @property
    def workspace(self) -> "Workspace":
        """The store with its policies."""
        from visavi.usecases.workspace import Workspace

        return Workspace(self.repository, self.policies, dry_run=self.dry_run)

    def tell_of_conflicts(self, named: Iterable[object] = ()) -> None:
        """Say so if a document that was read lies there twice; of matters nothing is told.

        ``named`` is what the line said: a document is named only to whoever named it before.
        """
        if self._repository is None or self.conflicts_shown:
            return
        self._tell_of_unread(len(self._repository.unread))
        met = self._repository.shelves.look_around()
        places = [place for place in met if not place.startswith("matters/")]
        if not places:
            return
        from visavi.messages import say
        from visavi.store.rivals import among
        from visavi_cli import output

        found = among(self._repository, places)
        known = sorted({rival.id for rival in found} & {one for one in named if type(one) is str})
        for name in known:
            output.talk(say("{id} has another version here; see visavi store conflicts.", id=name))
        if found and not known:
            output.talk(say("Some documents lie there twice: visavi store conflicts lists them."))

    def _tell_of_unread(self, n: int) -> None:
        from visavi.messages import say
        from visavi_cli import output

        if n:
            told = "Not shown, being of a newer visavi: {n} documents of people and dialogues."
            output.talk(say(told, n=n))

    def text(self, file: str | None) -> str:
        """The text that the deed needs: from the file, or from stdin."""
        return read_text(file, no_input=self.no_input)

    def optional_text(self, file: str | None) -> str:
        """The text in the file, if one is named; ``-`` is stdin."""
        return read_optional(file, no_input=self.no_input)
