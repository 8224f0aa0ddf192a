using System.CommandLine;
using System.Net;
using System.Text.Json;
using MusicGen.Cli.Terminal;
using MusicGen.Client;

namespace MusicGen.Cli.Service;

/// <summary>One call of the command: its service, its screen, and what it says when something goes wrong.</summary>
internal sealed class ServiceCall
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly string _server;
    private readonly bool _serverIsTyped;

    private ServiceCall(ParseResult arguments, HttpClient http, CancellationToken cancellationToken)
    {
        _server = http.BaseAddress!.ToString().TrimEnd('/');
        _serverIsTyped = arguments.GetResult(ServiceOptions.Server) is { Implicit: false };
        Client = new MusicGenClient(http);
        Screen = new Screen(arguments.GetValue(ServiceOptions.Json));
        Cancellation = cancellationToken;
    }

    public MusicGenClient Client { get; }

    public Screen Screen { get; }

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>What Ctrl-C leaves behind and how to go on, once there is something.</summary>
    public string WhenInterrupted { get; set; } = "Stopped.";

    /// <summary>Runs a command's work; every failure that a caller can meet becomes a sentence and an exit code.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, Func<ServiceCall, Task<int>> work, CancellationToken cancellationToken)
    {
        var server = arguments.GetRequiredValue(ServiceOptions.Server);
        // Uploads and event streams last as long as they last. A proxy cannot reach this machine's own service.
        var handler = MusicGenClient.CreateHandler();
        (handler.ConnectTimeout, handler.UseProxy) = (ConnectTimeout, !server.IsLoopback);
        using var http = new HttpClient(handler) { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        var call = new ServiceCall(arguments, http, cancellationToken);
        try
        {
            if (ServiceOptions.KeyOf(arguments) is { } key) MusicGenClient.UseKey(http, key);
            return await work(call);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            call.Screen.Complain(call.WhenInterrupted);
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (call.Explain(e) is { } explained)
        {
            call.Screen.Complain(explained.Message);
            return explained.ExitCode;
        }
    }

    /// <summary>The command line that goes on from here, for messages.</summary>
    public string Next(string command) => $"musicgen {command}{(_serverIsTyped ? $" --server {_server}" : "")}";

    private CommandException? Explain(Exception e) => e switch
    {
        CommandException explained => explained,
        MusicGenException { Status: HttpStatusCode.Unauthorized } refusal => WrongCall($"{refusal.Message} The command sends the key that the environment has as {ServiceOptions.KeyVariable}."),
        MusicGenException refusal => IsWrongCall(refusal.Status) ? WrongCall(refusal.Message) : new CommandException(refusal.Message, ExitCodes.Refused),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => WrongCall(
            $"There is no MusicGen service at {_server}: start one with 'dotnet run --project src/Silo', or name another with --server."),
        JsonException => WrongCall($"What answers at {_server} is not a MusicGen service: name one with --server."),
        HttpRequestException => new CommandException($"The connection to the MusicGen service at {_server} broke: {e.Message}", ExitCodes.Refused),
        IOException or UnauthorizedAccessException => WrongCall(e.Message),
        _ => null,
    };

    private static CommandException WrongCall(string message) => new(message, ExitCodes.WrongCall);

    /// <summary>What the caller corrects before trying again; a conflict or a busy service only takes time.</summary>
    private static bool IsWrongCall(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity;
}
