namespace MusicGen.Cli.Tests;

public sealed class MusicGenCommandTests
{
    [Theory]
    [InlineData("upload", "<PATH>... --name --corpus --all")]
    [InlineData("corpora", "")]
    [InlineData("files", "<CORPUS>")]
    [InlineData("cancel-upload", "<CORPUS> <NUMBER>")]
    [InlineData("delete", "<CORPUS> --yes")]
    [InlineData("train", "<CORPUS> --name --preset --epochs --batch-size --sequence-length --learning-rate --dropout --seed --tokens --programs --priority --pool --detach")]
    [InlineData("trainings", "")]
    [InlineData("follow", "<TRAINING>")]
    [InlineData("pause", "<TRAINING>")]
    [InlineData("resume", "<TRAINING>")]
    [InlineData("cancel", "<TRAINING>")]
    [InlineData("delete-training", "<TRAINING> --yes")]
    [InlineData("delete-model", "<MODEL> --yes")]
    [InlineData("queue", "--pool")]
    [InlineData("nodes", "")]
    [InlineData("cordon", "<NODE>")]
    [InlineData("uncordon", "<NODE>")]
    [InlineData("drain", "<NODE>")]
    [InlineData("publish", "<TRAINING> --name --checkpoint")]
    [InlineData("account", "keys --key")]
    [InlineData("account keys create", "--owner --name --scopes --days")]
    [InlineData("account keys list", "--owner")]
    [InlineData("account keys revoke", "<KEY-ID> --owner")]
    [InlineData("models", "")]
    [InlineData("compose", "<MODEL> --out --tunes --bars --instruments --players --range --key --meter --density --polyphony --let-ring --words --seed --temperature --top-k --top-p --tempo --primer --primer-midi --primer-notes --mode --change")]
    public async Task Help_OfACommand_HasItsArgumentsAndOptions(string command, string symbols)
    {
        var help = (await CommandProcess.RunAsync([.. command.Split(' '), "--help"])).Done();

        Assert.Equal("", help.Errors);
        Assert.All([.. symbols.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--server", "--json"], symbol => Assert.Contains(symbol, help.Output, StringComparison.Ordinal));
        Assert.All(help.Lines.Where(line => line.StartsWith("  -", StringComparison.Ordinal)), line => Assert.Matches("  [A-Z0-9].*[a-z.\\]0-9]$", line.TrimEnd()));
    }

    [Theory]
    [InlineData("inspect", "<PATH>... --strict --json", "--server")]
    [InlineData("names", "<PATH>... --parts --tolerance --split-ties --out --force", "--server --json")]
    public async Task Help_OfAMidiCommand_OffersNothingOfTheService(string command, string symbols, string absent)
    {
        var help = (await CommandProcess.RunAsync(["midi", command, "--help"])).Done();

        Assert.All(symbols.Split(' '), symbol => Assert.Contains(symbol, help.Output, StringComparison.Ordinal));
        Assert.All(absent.Split(' '), symbol => Assert.DoesNotContain("  " + symbol, help.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("as one JSON document", help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheWhole_HasTheJourneyAndTheExitCodes()
    {
        var help = (await CommandProcess.RunAsync(["--help"])).Done();

        Assert.Contains("musicgen publish TRAINING          makes its best checkpoint a model", help.Output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 done, 1 refused or failed, 2 wrong call or no service, 130 stopped by Ctrl-C.", help.Output, StringComparison.Ordinal);
        Assert.Contains("[default: http://127.0.0.1:5080/]", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Required command was not provided.")]
    [InlineData(
        "'dance' was not matched. Did you mean one of the following?\ncancel\n\nRequired command was not provided.\nUnrecognized command or argument 'dance'.",
        "dance")]
    [InlineData("Required argument missing for command: 'publish'.", "publish")]
    [InlineData("'../x' cannot be an id: ids have 1 to 64 lower-case letters, digits and hyphens.", "files", "../x")]
    [InlineData("'A' cannot be an id: ids have 1 to 64 lower-case letters, digits and hyphens.", "upload", ".", "--corpus", "A")]
    [InlineData("--epochs must be a whole number, not 'many'.", "train", "c", "--epochs", "many")]
    [InlineData("--epochs must be a whole number, not '1.5'.", "train", "c", "--epochs", "1.5")]
    [InlineData("--epochs must be -2147483648 to 2147483647, not 99999999999.", "train", "c", "--epochs", "99999999999")]
    [InlineData("--dropout must be a number, not 'NaN'.", "train", "c", "--dropout", "NaN")]
    [InlineData("--tempo must be a number, not 'abc'.", "compose", "m", "--tempo", "abc")]
    [InlineData("--tunes must be a whole number, not 'few'.", "compose", "m", "--tunes", "few")]
    [InlineData("--seed must be a whole number, not 'x'.", "compose", "m", "--seed", "x")]
    [InlineData("Argument 'urgent' not recognized. Must be one of:\n\t'interactive'\n\t'high'\n\t'normal'\n\t'low'", "train", "c", "--priority", "urgent")]
    [InlineData("Argument 'huge' not recognized. Must be one of:\n\t'tiny'\n\t'small'\n\t'base'\n\t'large'", "train", "c", "--preset", "huge")]
    [InlineData("--tunes must be 1 to 1,000.", "compose", "m", "--tunes", "0")]
    [InlineData("Give --primer or --primer-midi, not both.", "compose", "m", "--primer", "C4", "--primer-midi", "musicgen")]
    [InlineData("Give --primer-midi or --primer-notes, not both.", "compose", "m", "--primer-notes", "musicgen", "--primer-midi", "musicgen")]
    [InlineData("Argument 'waltz' not recognized. Must be one of:\n\t'none'\n\t'continue'\n\t'variation'\n\t'accompany'", "compose", "m", "--mode", "waltz")]
    [InlineData("--range must be two MIDI keys such as 36-84, not 'C3'.", "compose", "m", "--range", "C3")]
    [InlineData("Argument 'words' not recognized. Must be one of:\n\t'score24'\n\t'notenames'", "train", "c", "--tokens", "words")]
    [InlineData("Argument 'most' not recognized. Must be one of:\n\t'exact'\n\t'families'\n\t'seed'", "train", "c", "--programs", "most")]
    [InlineData("--tolerance must be 1 to 32,767.", "midi", "names", ".", "--tolerance", "0")]
    [InlineData("'midi names' gives text, and JSON beside it with --out: --json is not for it.", "midi", "names", ".", "--json")]
    [InlineData("Give --name or --corpus, not both.", "upload", ".", "--name", "n", "--corpus", "c")]
    [InlineData("There is no MIDI file (.mid, .midi, .smf, .kar, .rmi) in nowhere.mid that can be read. nowhere.mid: There is no such file or folder.", "upload", "nowhere.mid")]
    [InlineData("--server must be an address such as http://127.0.0.1:5080, not 'ftp://x'.", "queue", "--server", "ftp://x")]
    public async Task WrongCall_OfAnyKind_IsASentenceAndExitCode2(string sentence, params string[] arguments) =>
        (await CommandProcess.RunAsync(arguments, AppContext.BaseDirectory)).IsRefused(2, sentence);
}
