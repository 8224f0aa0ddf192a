using System.CommandLine;
using System.CommandLine.Parsing;

namespace MusicGen.Cli.Service;

/// <summary>The options that every command has.</summary>
internal static class ServiceOptions
{
    private const string ServerVariable = "MUSICGEN_SERVER";
    private const string KeyVariable = "MUSICGEN_KEY";
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

    /// <summary>The key to sign in with; null: none.</summary>
    public static Option<string?> Key { get; } = new("--key")
    {
        Description = $"The API key or token. Better set it as {KeyVariable} in the environment: others see command lines, and shells keep them.",
        HelpName = "KEY",
        Recursive = true,
        CustomParser = result => Visible(result, result.Tokens[0].Value, "--key"),
        DefaultValueFactory = result => Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? Visible(result, key.Trim(), $"The environment's {KeyVariable}") : null,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON to standard output, one document unless the command says otherwise; progress goes to standard error.",
        Recursive = true,
    };

    private static string? Visible(ArgumentResult result, string key, string where)
    {
        if (key.Length > 0 && key.All(letter => letter is > ' ' and <= '~')) return key;
        result.AddError($"{where} is no key: keys are letters, digits and signs without spaces.");
        return null;
    }

    private static Uri Parse(ArgumentResult result, string url, string where)
    {
        if (Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
            return parsed;
        result.AddError($"{where} must be an address such as {DefaultServer}, not '{url}'.");
        return new Uri(DefaultServer); // Never used: the error ends the call.
    }
}
