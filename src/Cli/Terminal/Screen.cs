using System.Text.Json;
using MusicGen.Contracts;
using Spectre.Console;

namespace MusicGen.Cli.Terminal;

/// <summary>Where results and progress go: plain lines, one of them rewritten in place on a terminal, or JSON.</summary>
/// <param name="json">Results as JSON on standard output, everything else on standard error.</param>
internal sealed class Screen(bool json)
{
    private const string ToLineStart = "\r";
    private const string EraseLine = "\e[2K"; // ECMA-48 §8.3.41

    /// <summary>Cells of a table that is piped are not wrapped: scripts read lines.</summary>
    private const int UnlimitedWidth = 10_000;

    private readonly TextWriter _lines = json ? Console.Error : Console.Out;
    private readonly bool _isTerminal = AnsiConsole.Profile.Capabilities.Ansi && !(json ? Console.IsErrorRedirected : Console.IsOutputRedirected);
    private bool _isShowing;

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        Clear();
        _lines.WriteLine(line);
    }

    /// <summary>How far it is just now, until the next line; on a terminal only.</summary>
    public void Show(string progress)
    {
        if (!_isTerminal) return;
        Clear();
        _lines.Write(progress.Length < Console.WindowWidth ? progress : progress[..Math.Max(Console.WindowWidth - 1, 0)]);
        _isShowing = true;
    }

    /// <summary>A sentence about what went wrong.</summary>
    public void Complain(string sentence)
    {
        Clear();
        Console.Error.WriteLine(sentence);
    }

    /// <summary>The result, for a program or for a person.</summary>
    public void Give<T>(T result, Action<Screen> tell)
    {
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(result, ContractJson.Options));
        else tell(this);
    }

    /// <summary>A list, in columns; a sentence where it is empty.</summary>
    public void Tabulate(string whenEmpty, string[] columns, IReadOnlyList<string[]> rows)
    {
        Clear();
        if (rows.Count == 0)
        {
            _lines.WriteLine(whenEmpty);
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_lines) });
        if (!_isTerminal) console.Profile.Width = UnlimitedWidth;
        var table = new Table().NoBorder();
        foreach (var column in columns[..^1]) table.AddColumn(new TableColumn(new Text(column)) { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        table.AddColumn(new TableColumn(new Text(columns[^1])) { Padding = new Padding(0) });
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }

    private void Clear()
    {
        if (_isShowing) _lines.Write(ToLineStart + EraseLine);
        _isShowing = false;
    }
}
