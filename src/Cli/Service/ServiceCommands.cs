using System.CommandLine;
using System.CommandLine.Parsing;

namespace MusicGen.Cli.Service;

/// <summary>What the commands are made of.</summary>
internal static class ServiceCommands
{
    private const int IdMaxLength = 64;

    /// <summary>Has the command call the service.</summary>
    public static Command Calling(this Command command, Func<ParseResult, ServiceCall, Task<int>> work)
    {
        command.SetAction((arguments, cancellationToken) => ServiceCall.RunAsync(arguments, call => work(arguments, call), cancellationToken));
        return command;
    }

    /// <summary>An id that the service gave. It becomes part of an address, so nothing else may pass.</summary>
    public static Argument<string> Id(string name, string description)
    {
        var id = new Argument<string>(name) { Description = description };
        id.Validators.Add(result => Check(result, result.Tokens));
        return id;
    }

    /// <summary>The same for an id in an option.</summary>
    public static Option<string?> IdOption(string name, string description)
    {
        var id = new Option<string?>(name) { Description = description, HelpName = "ID" };
        id.Validators.Add(result => Check(result, result.Tokens));
        return id;
    }

    /// <summary>A number that is one; others have no form in JSON.</summary>
    public static Option<double?> Real(string name, string description)
    {
        var real = new Option<double?>(name) { Description = description, HelpName = "N" };
        real.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var typed }] && double.TryParse(typed, out var value) && !double.IsFinite(value))
                result.AddError($"{name} must be a number, not {typed}.");
        });
        return real;
    }

    /// <summary>Refuses two options together.</summary>
    public static void Exclude(this Command command, Option one, Option other) => command.Validators.Add(result =>
    {
        if (IsTyped(result, one) && IsTyped(result, other)) result.AddError($"Give {one.Name} or {other.Name}, not both.");
    });

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens)
    {
        if (tokens is [{ Value: var typed }] && !IsId(typed))
            result.AddError($"'{typed}' cannot be an id: ids have 1 to {IdMaxLength} lower-case letters, digits and hyphens.");
    }

    private static bool IsTyped(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static bool IsId(string text) =>
        text.Length is > 0 and <= IdMaxLength && text[0] != '-'
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
