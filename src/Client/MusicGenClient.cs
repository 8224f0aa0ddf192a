using System.Net.Http.Headers;
using MusicGen.Client.Accounts;
using MusicGen.Client.Corpora;
using MusicGen.Client.Models;
using MusicGen.Client.Nodes;
using MusicGen.Client.Sessions;
using MusicGen.Client.Training;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Client;

/// <summary>A MusicGen service, over HTTP. Safe for concurrent use.</summary>
/// <remarks>Where the service has a sign-in, <c>http.DefaultRequestHeaders.Authorization</c> carries the key or token, as <see cref="UseKey"/> sets it.</remarks>
public sealed class MusicGenClient
{
    /// <summary>What an upload names may have to be looked up in the store before it waits for its turn; the service gives that up after half a minute.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    /// <param name="http">
    /// With the service's address as its base address; the caller disposes it. Its handler is best one of <see cref="CreateHandler"/>: with .NET's own default, an upload that the service keeps waiting
    /// for more than a second sends its content unasked, and a refusal may be lost with the connection.
    /// </param>
    /// <param name="clock">For the pauses between retries. Default: the system's.</param>
    public MusicGenClient(HttpClient http, TimeProvider? clock = null)
    {
        if (http.BaseAddress is null) throw new ArgumentException("The HTTP client needs the service's address as its base address.", nameof(http));
        var api = new ApiConnection(http, clock ?? TimeProvider.System);
        Corpora = new CorporaClient(api);
        Trainings = new TrainingsClient(api);
        Models = new ModelsClient(api);
        Sessions = new SessionsClient(api);
        Nodes = new NodesClient(api);
        Accounts = new AccountsClient(api);
    }

    /// <summary>A handler for the HTTP client, which waits before an upload's content until the service wants it: the service takes turns, and says within this time whether it has one.</summary>
    /// <returns>For the caller to change and to dispose, which the HTTP client does.</returns>
    public static SocketsHttpHandler CreateHandler() => new() { Expect100ContinueTimeout = UploadLimits.LongestWait + LongestLook };

    /// <summary>Has an HTTP client send a key or token with each request.</summary>
    /// <param name="http">It sends it to whatever address it is asked for: use it for the service alone.</param>
    /// <param name="key">An API key (<c>mg_…</c>), or a token of the service's sign-in.</param>
    public static void UseKey(HttpClient http, string key) => http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    /// <summary>Collections of MIDI files.</summary>
    public CorporaClient Corpora { get; }

    /// <summary>Training sessions.</summary>
    public TrainingsClient Trainings { get; }

    /// <summary>Published checkpoints.</summary>
    public ModelsClient Models { get; }

    /// <summary>Conversations with a model.</summary>
    public SessionsClient Sessions { get; }

    /// <summary>Training nodes, for operators.</summary>
    public NodesClient Nodes { get; }

    /// <summary>The caller's account and API keys.</summary>
    public AccountsClient Accounts { get; }
}
