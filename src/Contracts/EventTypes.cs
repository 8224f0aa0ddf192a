namespace MusicGen.Contracts;

/// <summary>The types of server-sent events that every stream has.</summary>
public static class EventTypes
{
    /// <summary>Nothing happened for a while; the connection lives.</summary>
    public const string Ping = "ping";

    /// <summary>The stream is complete. A stream that breaks off without it is to be opened again.</summary>
    public const string End = "end";

    /// <summary>The longest silence of a stream whose node lives: after it comes a <see cref="Ping"/>. Shorter than the minute after which proxies give up silent connections.</summary>
    public static TimeSpan PingInterval { get; } = TimeSpan.FromSeconds(15);
}
