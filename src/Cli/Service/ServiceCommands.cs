using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

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

    /// <summary>A number that is one; others have no form in JSON. Null: not given, and what that means the description says.</summary>
    public static Option<double?> Real(string name, string description) =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => ParseReal(result, name) };

    /// <summary>The same with a value for when it is not given.</summary>
    public static Option<double> Real(string name, string description, double standard) =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => ParseReal(result, name) ?? standard, DefaultValueFactory = _ => standard };

    /// <summary>A whole number; null: not given.</summary>
    public static Option<T?> Whole<T>(string name, string description)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => ParseWhole<T>(result, name) };

    /// <summary>The same with a value for when it is not given.</summary>
    public static Option<T> Whole<T>(string name, string description, T standard)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => ParseWhole<T>(result, name) ?? standard, DefaultValueFactory = _ => standard };

    /// <summary>Refuses two options together.</summary>
    public static void Exclude(this Command command, Option one, Option other) => command.Validators.Add(result =>
    {
        if (IsTyped(result, one) && IsTyped(result, other)) result.AddError($"Give {one.Name} or {other.Name}, not both.");
    });

    private static double? ParseReal(ArgumentResult result, string name)
    {
        var typed = result.Tokens[^1].Value;
        if (double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        result.AddError($"{name} must be a number, not '{typed}'.");
        return null;
    }

    private static T? ParseWhole<T>(ArgumentResult result, string name)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var typed = result.Tokens[^1].Value;
        if (T.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        result.AddError(typed.TrimStart('-').All(char.IsAsciiDigit)
            ? $"{name} must be {T.MinValue} to {T.MaxValue}, not {typed}."
            : $"{name} must be a whole number, not '{typed}'.");
        return null;
    }

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
