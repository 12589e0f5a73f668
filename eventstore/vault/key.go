package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const (
	keySize   = 32
	keyHeader = "huiyin-vault-key-1 "
)

// readKey reads a key file: a header and 32 bytes in base64 on one line.
func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &RecordError{Path: path, Err: ErrNoKey}
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o027 != 0 {
		return nil, &RecordError{Path: path, Err: ErrKeyExposed}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	coded, ours := strings.CutPrefix(strings.TrimSpace(string(text)), keyHeader)
	key, err := base64.StdEncoding.DecodeString(coded)
	if !ours || err != nil || len(key) != keySize {
		return nil, &RecordError{Path: path, Err: ErrWrongKey}
	}
	return key, nil
}

// makeKey writes a new key file. It never replaces one, and it is durable before
// anything is sealed with it.
func makeKey(path string, random io.Reader) ([]byte, error) {
	key := make([]byte, keySize)
	if _, err := io.ReadFull(random, key); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(f, "%s%s\n", keyHeader, base64.StdEncoding.EncodeToString(key))
	if err := errors.Join(err, f.Sync(), f.Close(), syncDir(filepath.Dir(path))); err != nil {
		return nil, err
	}
	return key, nil
}

// apart refuses a key file in the vault's folder or below it.
func apart(keyFile, path string) error {
	key, err := settled(filepath.Dir(keyFile))
	if err != nil {
		return err
	}
	data, err := settled(filepath.Dir(path))
	if err != nil {
		return err
	}
	if key == data || strings.HasPrefix(key, data+string(filepath.Separator)) {
		return &RecordError{Path: keyFile, Err: ErrKeyInside}
	}
	return nil
}

// settled gives the absolute path of a folder, which need not be there yet,
// without symbolic links as far as it is there.
func settled(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(abs) != abs {
		parent, err := settled(filepath.Dir(abs))
		return filepath.Join(parent, filepath.Base(abs)), err
	}
	return real, err
}

// seal encrypts under a key; the result begins with its nonce. What it is bound
// to must be given again to open it.
func seal(key, plain, bound []byte, random io.Reader) ([]byte, error) {
	box, err := sealer(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, box.NonceSize(), box.NonceSize()+len(plain)+box.Overhead())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, err
	}
	return box.Seal(nonce, nonce, plain, bound), nil
}

// unseal is the reverse of seal; ok is false for anything that seal did not make.
func unseal(key, sealed, bound []byte) (plain []byte, ok bool) {
	box, err := sealer(key)
	if err != nil || len(sealed) < box.NonceSize() {
		return nil, false
	}
	plain, err = box.Open([]byte{}, sealed[:box.NonceSize()], sealed[box.NonceSize():], bound)
	return plain, err == nil
}

func sealer(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// syncDir makes the names in a folder durable, as a file's own sync does not.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
