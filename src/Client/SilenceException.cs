namespace MusicGen.Client;

/// <summary>The service took the request, or the connection stands, and nothing came for too long.</summary>
internal sealed class SilenceException(TimeSpan silence, Exception inner) : HttpRequestException($"The service was silent for {silence.TotalSeconds:0} s.", inner);
