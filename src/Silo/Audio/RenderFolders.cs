using MusicGen.Silo.Hosting;

namespace MusicGen.Silo.Audio;

/// <summary>Where renderings have their files: in the service's own folder, since a system's folder for temporary files is often kept in memory.</summary>
internal sealed class RenderFolders(ScratchFolder scratch)
{
    private readonly string _root = Path.Join(scratch.Path, ".audio");

    public RenderFolder Create() => new(Path.Join(_root, Guid.NewGuid().ToString("n")));

    /// <summary>Removes what a service that was killed has left; this folder has one service at a time.</summary>
    public void Clear()
    {
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }
}
