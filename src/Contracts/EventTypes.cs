namespace MusicGen.Contracts;

/// <summary>The types of server-sent events that every stream has.</summary>
public static class EventTypes
{
    /// <summary>Nothing happened for a while; the connection lives.</summary>
    public const string Ping = "ping";

    /// <summary>The stream is complete. A stream that breaks off without it is to be opened again.</summary>
    public const string End = "end";
}
