using System.CommandLine;
using System.CommandLine.Parsing;

namespace MusicGen.Cli.Service;

/// <summary>The options that every command has.</summary>
internal static class ServiceOptions
{
    /// <summary>The environment's variable with the key.</summary>
    public const string KeyVariable = "MUSICGEN_KEY";

    private const string ServerVariable = "MUSICGEN_SERVER";
    private const string DefaultServer = "http://127.0.0.1:5080";

    /// <summary>The service's address, with a slash at the end.</summary>
    public static Option<Uri> Server { get; } = new("--server")
    {
        Description = $"The service's address; the environment's {ServerVariable} changes the default.",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result => Parse(result, result.Tokens[0].Value, "--server"),
        DefaultValueFactory = result => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } url
            ? Parse(result, url, $"The environment's {ServerVariable}")
            : new Uri(DefaultServer),
    };

    /// <summary>The key to sign in with. Its default is in the environment and not said here: help shows defaults.</summary>
    public static Option<string?> Key { get; } = new("--key")
    {
        Description = $"The API key or token. Better set it as {KeyVariable} in the environment: others see command lines, and shells keep them.",
        HelpName = "KEY",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON to standard output, one document unless the command says otherwise; progress goes to standard error.",
        Recursive = true,
    };

    /// <summary>The key that the call has; null: none.</summary>
    /// <exception cref="CommandException">It cannot be one.</exception>
    public static string? KeyOf(ParseResult arguments)
    {
        var (key, where) = arguments.GetValue(Key) is { } typed ? (typed, "--key") : (Environment.GetEnvironmentVariable(KeyVariable)?.Trim(), $"The environment's {KeyVariable}");
        if (key is null or "") return null;
        return key.All(letter => letter is > ' ' and <= '~') ? key : throw new CommandException($"{where} is no key: keys are letters, digits and signs without spaces.", ExitCodes.WrongCall);
    }

    private static Uri Parse(ArgumentResult result, string url, string where)
    {
        if (Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
            return parsed;
        result.AddError($"{where} must be an address such as {DefaultServer}, not '{url}'.");
        return new Uri(DefaultServer); // Never used: the error ends the call.
    }
}
