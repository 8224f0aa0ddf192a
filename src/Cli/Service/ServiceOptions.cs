using System.CommandLine;
using System.CommandLine.Parsing;

namespace MusicGen.Cli.Service;

/// <summary>The options that every command has.</summary>
internal static class ServiceOptions
{
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

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON to standard output, one document unless the command says otherwise; progress goes to standard error.",
        Recursive = true,
    };

    private static Uri Parse(ArgumentResult result, string url, string where)
    {
        if (Uri.TryCreate(url.EndsWith('/') ? url : url + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
            return parsed;
        result.AddError($"{where} must be an address such as {DefaultServer}, not '{url}'.");
        return new Uri(DefaultServer); // Never used: the error ends the call.
    }
}
