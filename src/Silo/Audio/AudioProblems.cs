using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Audio;

/// <summary>Why a tune is not to be had as audio.</summary>
internal static class AudioProblems
{
    public static Problem SwitchedOff => NotAvailable("it is switched off here, with Audio:Renderers.");

    public static Problem NoFluidSynth => NotAvailable("FluidSynth is not installed here. On Debian: apt-get install fluidsynth timgm6mb-soundfont; then start the service again.");

    public static Problem NoSoundFont => NotAvailable("no SoundFont is installed here. On Debian: apt-get install timgm6mb-soundfont; then start the service again.");

    public static Problem DoesNotRun => NotAvailable("FluidSynth does not run here; the operator's log says why.");

    public static Problem DoesNotAnswer => Busy("FluidSynth did not answer here; the operator's log says more: try again in a while.");

    public static Problem Failed => new(ProblemKind.Failed, "audio-failed", "The tune could not be rendered; the operator's log says why.");

    public static Problem Stopping => Busy("The service is stopping: ask again when it is back.");

    public static Problem NoTune => new(ProblemKind.NotFound, "file-not-found", "There is no such file.");

    public static Problem NotWritten(AudioFormat format, IEnumerable<AudioFormat> written) =>
        NotAvailable($"the FluidSynth here writes {string.Join(" and ", written.Select(AudioFormats.Name).DefaultIfEmpty("nothing of use"))} only.", format.Name());

    public static Problem TooLong(double seconds, int mostSeconds) =>
        new(ProblemKind.Invalid, "audio-too-long", $"The tune lasts {seconds:N0} s, and tunes of at most {mostSeconds:N0} s are rendered: take its MIDI file.", "format");

    public static Problem TimedOut(int seconds) =>
        new(ProblemKind.Failed, "audio-timeout", $"The tune was not rendered in {seconds:N0} s, and that was ended: try again when the service has less to do.");

    public static Problem TooMany(int waiting) => Busy($"As many tunes wait to be rendered as may, {waiting:N0}: try again in a while.");

    private static Problem Busy(string detail) => new(ProblemKind.Busy, "audio-busy", detail);

    private static Problem NotAvailable(string reason, string what = "audio") => new(ProblemKind.NotAvailable, "audio-not-available", $"This service renders no {what}: {reason} The tune's MIDI file is there.");
}
