using MusicGen.Cli.Corpora;
using MusicGen.Cli.Service;
using MusicGen.Cli.Terminal;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Tokens;

namespace MusicGen.Cli.Midi;

/// <summary>Writes MIDI files as note names; holds one of them at a time.</summary>
/// <param name="files">What to write.</param>
/// <param name="options">How their scores become words.</param>
/// <param name="log">Gets progress and what was skipped.</param>
internal sealed class NamesExport(NamedFiles files, NoteNamesOptions options, TextWriter log)
{
    private const int FilesBetweenLines = 1_000;

    private int _written;

    /// <summary>Files that could not be read.</summary>
    public int Skipped { get; private set; }

    /// <summary>Writes the text; gives the JSON document about it.</summary>
    /// <exception cref="CommandException">No file could be read.</exception>
    public byte[] WriteTo(Stream output, CancellationToken cancellationToken)
    {
        var about = NoteNamesFile.Write(Pieces(cancellationToken), options, output);
        if (!files.HasFound) throw new CommandException(VisibleText.Of(files.NothingFound), ExitCodes.WrongCall);
        if (_written == 0) throw new CommandException("No file could be read.", ExitCodes.Refused);
        log.WriteLine($"Files: {_written:N0} written, {Skipped:N0} skipped.");
        return about;
    }

    /// <summary>Writes the text into a file and the JSON document beside it; neither is there before both are whole.</summary>
    /// <exception cref="CommandException">One of them is there already, their folder is not, or no file could be read.</exception>
    public void WriteTo(FileInfo target, bool overwrite, CancellationToken cancellationToken)
    {
        var (text, about) = (target.FullName, target.FullName + ".json");
        if (!overwrite && Array.Find([text, about], Path.Exists) is { } taken)
            throw new CommandException($"{VisibleText.Of(taken)} is there already: name another file, or overwrite it with --force.", ExitCodes.WrongCall);
        if (target.Directory is { Exists: false } folder) throw new CommandException($"There is no folder {VisibleText.Of(folder.FullName)}.", ExitCodes.WrongCall);
        var suffix = $".{Path.GetRandomFileName()}";
        try
        {
            byte[] document;
            using (var output = new FileStream(text + suffix, FileMode.CreateNew)) document = WriteTo(output, cancellationToken);
            File.WriteAllBytes(about + suffix, document);
            File.Move(about + suffix, about, overwrite);
            File.Move(text + suffix, text, overwrite);
        }
        finally
        {
            File.Delete(text + suffix);
            File.Delete(about + suffix);
        }
    }

    private IEnumerable<(string Name, IReadOnlyList<string> Words)> Pieces(CancellationToken cancellationToken)
    {
        foreach (var file in files.Find())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = MidiInspection.Of(file, MidiReadMode.Lenient);
            if (read.Reading is not { } reading)
            {
                Skipped++;
                log.WriteLine(new RejectedFile(read.Path, read.Reason!, read.Offset));
                continue;
            }
            yield return (read.Path, NoteNames.Encode(reading.Score, options));
            if (++_written % FilesBetweenLines == 0) log.WriteLine($"{_written:N0} files written");
        }
    }
}
